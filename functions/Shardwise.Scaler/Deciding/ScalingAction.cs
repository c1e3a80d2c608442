using Shardwise.Scaler.Observing;

namespace Shardwise.Scaler.Deciding;

/// <summary>The one call of a minute that changes the stream.</summary>
/// <param name="Kind">The call.</param>
/// <param name="FromShards">Open shards before it.</param>
/// <param name="ToShards">Open shards after it.</param>
internal sealed record ScalingAction(ActionKind Kind, int FromShards, int ToShards)
{
    /// <summary>The shard to split, or the lower of the two to merge.</summary>
    public ShardRange Shard { get; init; }

    /// <summary>The upper of the two to merge.</summary>
    public ShardRange Adjacent { get; init; }

    /// <summary>The first hash key of the upper part of a split.</summary>
    public UInt128 SplitAt { get; init; }

    public bool Reshards => Kind is ActionKind.UpdateShardCount or ActionKind.SplitShard or ActionKind.MergeShards;
}
