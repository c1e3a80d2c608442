namespace Shardwise.Constructs.Defaults;

/// <content>Of the autoscaler.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>1.</remarks>
    public override int ScalingMinShards => 1;

    /// <inheritdoc />
    /// <remarks>No: it is made in the autoscaler's stack.</remarks>
    public override bool ScalerShared => false;

    /// <inheritdoc />
    /// <remarks>UTC.</remarks>
    public override string ScalingFloorTimeZone => "UTC";
}
