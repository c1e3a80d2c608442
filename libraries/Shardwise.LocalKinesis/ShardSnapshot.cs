namespace Shardwise.LocalKinesis;

/// <summary>
/// One shard and its traffic since it was made, in what was really sent (not divided by <see cref="LocalKinesisOptions.ShardFraction"/>).
/// </summary>
public sealed record ShardSnapshot
{
    /// <summary>The shard's id, such as <c>shardId-000000000000</c>.</summary>
    public required string ShardId { get; init; }

    /// <summary>The first hash key of its range.</summary>
    public required UInt128 StartingHashKey { get; init; }

    /// <summary>The last hash key of its range, inclusive.</summary>
    public required UInt128 EndingHashKey { get; init; }

    /// <summary>Whether it takes records.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Records taken.</summary>
    public required long AcceptedRecords { get; init; }

    /// <summary>Bytes of data and partition keys taken.</summary>
    public required long AcceptedBytes { get; init; }

    /// <summary>Records refused for throughput.</summary>
    public required long ThrottledRecords { get; init; }

    /// <summary>The sequence number of the newest record taken; null before the first.</summary>
    public required string? LastSequenceNumber { get; init; }
}
