namespace Shardwise.Consumers;

/// <summary>Where a Kinesis record, which may hold many user records, stands in its stream.</summary>
public sealed class RecordPosition
{
    /// <summary>The stream's ARN, or its enhanced fan-out consumer's.</summary>
    public required string StreamArn { get; init; }

    /// <summary>The shard, for example <c>shardId-000000000000</c>.</summary>
    public required string ShardId { get; init; }

    /// <summary>The sequence number within the shard. Lambda checkpoints by it; a failure inside an aggregate is reported by it.</summary>
    public required string SequenceNumber { get; init; }

    /// <summary>
    /// The Kinesis record's partition key; <see langword="null"/> where it has none, as the records of a stream with
    /// <c>RecordDistributionStrategy</c> AUTO. The KPL gives every aggregate the key <c>a</c>.
    /// </summary>
    public required string? PartitionKey { get; init; }

    /// <summary>When the stream took the record, UTC, in whole milliseconds.</summary>
    public required DateTimeOffset ApproximateArrival { get; init; }

    /// <summary>The place within this delivery's batch, from 0. Another delivery may give another.</summary>
    public required int IndexInBatch { get; init; }
}
