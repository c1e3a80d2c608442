namespace Shardwise.Constructs.Defaults;

/// <content>Of alarms and dashboards.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>Yes.</remarks>
    public override bool AlarmsEnabled => true;

    /// <inheritdoc />
    /// <remarks>Yes.</remarks>
    public override bool PipelineDashboard => true;
}
