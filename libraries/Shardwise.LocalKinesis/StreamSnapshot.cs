namespace Shardwise.LocalKinesis;

/// <summary>
/// One stream at one moment. Traffic is counted since the start, in what was really sent (not divided by <see
/// cref="LocalKinesisOptions.ShardFraction"/>).
/// </summary>
public sealed record StreamSnapshot
{
    /// <summary>The stream's name.</summary>
    public required string Name { get; init; }

    /// <summary>CREATING, ACTIVE, UPDATING or DELETING.</summary>
    public required string Status { get; init; }

    /// <summary>Open shards as DescribeStreamSummary tells them: the old count while a reshard lasts.</summary>
    public required int OpenShards { get; init; }

    /// <summary>The count that a running reshard leads to; null when none runs.</summary>
    public required int? TargetShards { get; init; }

    /// <summary>UpdateShardCount calls accepted in the last 24 hours of the clock.</summary>
    public required int OperationsInLastDay { get; init; }

    /// <summary>Records taken.</summary>
    public required long AcceptedRecords { get; init; }

    /// <summary>Bytes of data and partition keys taken.</summary>
    public required long AcceptedBytes { get; init; }

    /// <summary>Records refused for throughput, each attempt counted.</summary>
    public required long ThrottledRecords { get; init; }

    /// <summary>Bytes refused for throughput, each attempt counted.</summary>
    public required long ThrottledBytes { get; init; }

    /// <summary>Records read.</summary>
    public required long ReadRecords { get; init; }

    /// <summary>Bytes read.</summary>
    public required long ReadBytes { get; init; }

    /// <summary>
    /// The age of the last record of the newest non-empty read of each shard, the largest of them, by the clock. Zero where readers are at the tip.
    /// </summary>
    public required TimeSpan IteratorAge { get; init; }

    /// <summary>Every shard, open and closed, oldest first.</summary>
    public required IReadOnlyList<ShardSnapshot> Shards { get; init; }
}
