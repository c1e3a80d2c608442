namespace Shardwise.Constructs.Defaults;

/// <content>Of the autoscaler.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>The fewest shards of a stream that the autoscaler watches.</summary>
    public abstract int ScalingMinShards { get; }

    /// <summary>Whether what an autoscaler has of a stream of another stack is made in that stack.</summary>
    public abstract bool ScalerShared { get; }

    /// <summary>
    /// In how many minutes the autoscaler must have failed before its alarm says so: that many of the last twice as many, less one.
    /// </summary>
    public abstract int ScalerFailedMinutes { get; }

    /// <summary>Whether the graph of a stream's load marks its reshards.</summary>
    public abstract bool ScalerMarksReshards { get; }

    /// <summary>The time zone of a floor.</summary>
    public abstract string ScalingFloorTimeZone { get; }
}
