namespace Shardwise.Cli.Traces;

/// <summary>What producers offer in one minute.</summary>
/// <param name="Records">Kinesis records offered in the minute; 0 or more, fractions allowed.</param>
/// <param name="Bytes">Bytes offered in the minute; 0 or more, fractions allowed.</param>
public readonly record struct TraceMinute(double Records, double Bytes)
{
    /// <summary>What one shard takes in a minute: 1 MiB/s (Kinesis quotas page, "write throughput").</summary>
    public const double ShardBytes = 60.0 * 1024 * 1024;

    /// <summary>What one shard takes in a minute: 1,000 records/s (Kinesis quotas page, "write throughput").</summary>
    public const double ShardRecords = 60_000;

    /// <summary>The shards that exactly carry this minute: the larger of its byte and its record share.</summary>
    public double Shards => Math.Max(Bytes / ShardBytes, Records / ShardRecords);
}
