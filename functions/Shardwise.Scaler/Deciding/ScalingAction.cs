using Shardwise.Scaler.Observing;

namespace Shardwise.Scaler.Deciding;

/// <summary>The one call of a minute that changes the stream.</summary>
/// <param name="Kind">The call.</param>
/// <param name="FromShards">Open shards before it, or MiB/s of warm throughput.</param>
/// <param name="ToShards">Open shards after it, or the MiB/s to ask for.</param>
internal sealed record ScalingAction(ActionKind Kind, int FromShards, int ToShards)
{
    /// <summary>The shard to split, or the lower of the two to merge.</summary>
    public ShardRange Shard { get; init; }

    /// <summary>The upper of the two to merge.</summary>
    public ShardRange Adjacent { get; init; }

    /// <summary>The first hash key of the upper part of a split.</summary>
    public UInt128 SplitAt { get; init; }

    public bool Reshards => IsCall || Kind is ActionKind.SplitShard or ActionKind.MergeShards;

    /// <summary>Whether it leads to its shards at once, and is one of the day's operations.</summary>
    public bool IsCall => Kind is ActionKind.UpdateShardCount or ActionKind.UpdateStreamWarmThroughput;
}
