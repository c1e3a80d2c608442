namespace Shardwise.Constructs.Defaults;

/// <content>Of the autoscaler.</content>
public partial class ConstructDefaultsV2
{
    /// <inheritdoc />
    /// <remarks>Yes: an autoscaler that refers to its streams' stacks cannot be given to them.</remarks>
    public override bool ScalerShared => true;

    /// <inheritdoc />
    /// <remarks>Two of the last three: a failure is said within three minutes.</remarks>
    public override int ScalerFailedMinutes => 2;

    /// <inheritdoc />
    /// <remarks>Yes.</remarks>
    public override bool ScalerMarksReshards => true;
}
