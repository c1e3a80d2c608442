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

    /// <summary>The longest name of a stream, in characters (CreateStream).</summary>
    public const int MaxNameLength = 128;

    /// <summary>The most tags on one stream (AddTagsToStream).</summary>
    public const int MaxTags = 50;

    /// <summary>The longest key of a tag, in characters (AddTagsToStream).</summary>
    public const int MaxTagKeyLength = 128;

    /// <summary>The longest value of a tag, in characters (AddTagsToStream).</summary>
    public const int MaxTagValueLength = 256;
}
