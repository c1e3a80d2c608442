namespace Shardwise.Scaling;

/// <summary>One <c>UpdateShardCount</c> that AWS accepted, and that counts against the day's number of them.</summary>
/// <param name="At">When it was accepted, or up to a minute later: a ledger rounds up so that its budget never frees before AWS's.</param>
/// <param name="FromShards">Open shards before it.</param>
/// <param name="ToShards">Open shards asked for.</param>
public sealed record ScalingOperation(DateTimeOffset At, int FromShards, int ToShards)
{
    /// <summary>Whether a person or another tool did it; noticed by the shard count, so it may also have been a split or a merge.</summary>
    public bool ByOthers { get; init; }
}
