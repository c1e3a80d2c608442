namespace Shardwise.Constructs.Defaults;

/// <content>Of the autoscaler.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>The fewest shards of a stream that the autoscaler watches.</summary>
    public abstract int ScalingMinShards { get; }

    /// <summary>The time zone of a floor.</summary>
    public abstract string ScalingFloorTimeZone { get; }
}
