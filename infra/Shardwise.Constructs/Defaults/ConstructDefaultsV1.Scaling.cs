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
    /// <remarks>Three of the last five.</remarks>
    public override int ScalerFailedMinutes => 3;

    /// <inheritdoc />
    /// <remarks>No: they have a graph of their own.</remarks>
    public override bool ScalerMarksReshards => false;

    /// <inheritdoc />
    /// <remarks>UTC.</remarks>
    public override string ScalingFloorTimeZone => "UTC";
}
