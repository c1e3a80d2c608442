namespace Shardwise.Scaling;

/// <summary>How a shard count is to be reached.</summary>
public enum ReshardMethod
{
    /// <summary>One <c>UpdateShardCount</c>, which counts against the day's number of them.</summary>
    UpdateShardCount,

    /// <summary>A sequence of <c>SplitShard</c> and <c>MergeShards</c> that leaves equal ranges; it counts against no daily number.</summary>
    SplitsAndMerges,
}
