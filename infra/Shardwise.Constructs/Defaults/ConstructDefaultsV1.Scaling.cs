namespace Shardwise.Constructs.Defaults;

/// <content>Of the autoscaler.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>1.</remarks>
    public override int ScalingMinShards => 1;

    /// <inheritdoc />
    /// <remarks>UTC.</remarks>
    public override string ScalingFloorTimeZone => "UTC";
}
