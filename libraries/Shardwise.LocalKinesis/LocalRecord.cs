namespace Shardwise.LocalKinesis;

/// <summary>One record as it lies in a stream.</summary>
public sealed record LocalRecord
{
    /// <summary>Its shard.</summary>
    public required string ShardId { get; init; }

    /// <summary>Its sequence number.</summary>
    public required string SequenceNumber { get; init; }

    /// <summary>Its partition key; null where it came without one.</summary>
    public required string? PartitionKey { get; init; }

    /// <summary>Its data, as put.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>When it arrived, by the clock of the options, to the millisecond.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }
}
