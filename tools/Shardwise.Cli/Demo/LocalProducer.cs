using Shardwise.Producer;

namespace Shardwise.Cli.Demo;

/// <summary>How the producer is set for local shards, which are fractions of real ones.</summary>
public static class LocalProducer
{
    private const double RealShardBytesPerSecond = 1_048_576;

    /// <summary>
    /// How large an aggregate grows: an eighth of what a shard takes in a second, so that no single one fills a shard, within 2 to 50 kB.
    /// The lower bound keeps the mean above 1,049 bytes, where a shard's 1 MiB/s binds before its 1,000 records/s.
    /// </summary>
    /// <param name="shardBytesPerSecond">What a shard takes in a real second.</param>
    public static int AggregateBytes(double shardBytesPerSecond) => (int)Math.Clamp(shardBytesPerSecond / 8, 2_048, 51_200);

    /// <summary>Options under which no record is ever given up.</summary>
    /// <param name="shardBytesPerSecond">What a shard takes in a real second.</param>
    public static ProducerOptions Options(double shardBytesPerSecond) => new()
    {
        RecordTtl = Timeout.InfiniteTimeSpan,
        AggregationMaxSize = AggregateBytes(shardBytesPerSecond),
        RecordMaxBufferedTime = TimeSpan.FromMilliseconds(250),
        // The default, of a local shard: enough to fill it, and refusals stay a measure of the load instead of one of the backlog.
        RateLimit = new ProducerOptions().RateLimit * shardBytesPerSecond / RealShardBytesPerSecond,
        // The consumers are Lambda functions, which drop nothing.
        ResendMisplaced = false,
        MaxRetryDelay = TimeSpan.FromMilliseconds(400),
        // PutRecords takes ten times as much a call; one that large would hold up two cores that run everything else too.
        CollectionMaxSize = 1_048_576,
        MaxConcurrentRequests = 2,
        RequestTimeout = TimeSpan.FromSeconds(10),
        // What does not fit costs no memory with a source that makes clicks when asked.
        MaxBufferedBytes = 16 * 1_048_576,
        // A run that is stopped has nothing to save, one that ends has flushed.
        DisposeTimeout = TimeSpan.Zero,
    };
}
