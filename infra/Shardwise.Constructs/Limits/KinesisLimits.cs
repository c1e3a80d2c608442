namespace Shardwise.Constructs.Limits;

/// <summary>What Amazon Kinesis Data Streams accepts.</summary>
/// <remarks>
/// Sources: the Kinesis API reference (CreateStream, IncreaseStreamRetentionPeriod, UpdateShardCount, AddTagsToStream) and
/// "Quotas and limits" in the Kinesis Data Streams developer guide.
/// </remarks>
public static class KinesisLimits
{
    /// <summary>The shortest retention of a stream: 24 hours (IncreaseStreamRetentionPeriod).</summary>
    public static readonly TimeSpan MinRetention = TimeSpan.FromHours(24);

    /// <summary>The longest retention of a stream: 8,760 hours, a year (IncreaseStreamRetentionPeriod).</summary>
    public static readonly TimeSpan MaxRetention = TimeSpan.FromHours(8760);

    /// <summary>The fewest shards of a provisioned stream (CreateStream).</summary>
    public const int MinShards = 1;

    /// <summary>The most shards to which UpdateShardCount scales a stream.</summary>
    public const int MaxShards = 10_000;

    /// <summary>The most warm throughput of a stream on demand, in MiB/s: 10 GiB/s, more by AWS on request (UpdateStreamWarmThroughput).</summary>
    public const int MaxWarmThroughputMiBps = 10_240;

    /// <summary>The longest name of a stream, in characters (CreateStream).</summary>
    public const int MaxNameLength = 128;

    /// <summary>The most tags on one stream (AddTagsToStream).</summary>
    public const int MaxTags = 50;

    /// <summary>The longest key of a tag, in characters (AddTagsToStream).</summary>
    public const int MaxTagKeyLength = 128;

    /// <summary>The longest value of a tag, in characters (AddTagsToStream).</summary>
    public const int MaxTagValueLength = 256;

    /// <summary>The least that a stream's largest record may be set to, in KiB, and the default (UpdateMaxRecordSize).</summary>
    public const int MinRecordSizeKiB = 1024;

    /// <summary>The most that a stream's largest record may be set to, in KiB (UpdateMaxRecordSize).</summary>
    public const int MaxRecordSizeKiB = 10_240;

    /// <summary>The longest name of a registered consumer, in characters (RegisterStreamConsumer).</summary>
    public const int MaxConsumerNameLength = 128;

    /// <summary>What one shard takes, in bytes a second: 1 MiB (Quotas and limits).</summary>
    public const int ShardBytesPerSecond = 1_048_576;

    /// <summary>What one shard takes, in records a second (Quotas and limits).</summary>
    public const int ShardRecordsPerSecond = 1000;

    /// <summary>The shortest time that a channel gathers records ("Data delivery concepts" in the developer guide).</summary>
    public static readonly TimeSpan MinChannelFreshness = TimeSpan.FromSeconds(300);

    /// <summary>The longest time that a channel gathers records ("Data delivery concepts" in the developer guide).</summary>
    public static readonly TimeSpan MaxChannelFreshness = TimeSpan.FromSeconds(900);

    /// <summary>The longest time that a queue hides a record which was received (CreateQueue).</summary>
    public static readonly TimeSpan MaxQueueVisibility = TimeSpan.FromSeconds(43_200);

    /// <summary>The most records of a queue that may be received and not yet acknowledged ("Quotas and limits" in the developer guide).</summary>
    public const int MaxInFlightQueueRecords = 120_000;

    /// <summary>The most records that a queue's metric VisibleQueueRecords counts ("Monitor a queue" in the developer guide).</summary>
    public const int MaxCountedQueueRecords = 1_000_000;

    /// <summary>The longest path to a partition key in an event, in characters (EventBridge's PutTargets, KinesisParameters).</summary>
    public const int MaxPartitionKeyPathLength = 256;
}
