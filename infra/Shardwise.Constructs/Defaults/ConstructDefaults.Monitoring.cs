namespace Shardwise.Constructs.Defaults;

/// <content>Of alarms and dashboards.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>Whether constructs make their alarms.</summary>
    public abstract bool AlarmsEnabled { get; }

    /// <summary>Whether a pipeline has a dashboard.</summary>
    public abstract bool PipelineDashboard { get; }
}
