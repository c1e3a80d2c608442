namespace Shardwise.Scaling;

/// <summary>What one open shard takes in.</summary>
/// <remarks>Source: Kinesis Data Streams quotas, 1 MiB a second or 1,000 records a second a shard, whichever is reached first.</remarks>
public static class ShardCapacity
{
    /// <summary>Bytes a minute: 60 times 1 MiB.</summary>
    public const double BytesPerMinute = 60 * 1_048_576;

    /// <summary>Records a minute: 60 times 1,000.</summary>
    public const double RecordsPerMinute = 60 * 1_000;
}
