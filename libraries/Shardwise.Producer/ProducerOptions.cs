using Microsoft.Extensions.Logging;
using Shardwise.Kpl;

namespace Shardwise.Producer;

/// <summary>
/// How a <see cref="KinesisProducer"/> aggregates, sends and retries. Names and defaults are those of the Kinesis Producer Library
/// (KPL) where it has the setting: <c>default_config.properties</c> of amazon-kinesis-producer.
/// </summary>
public sealed record ProducerOptions
{
    /// <summary>
    /// Whether several user records share a Kinesis record. Without, each is sent as it is, for consumers that cannot de-aggregate.
    /// </summary>
    /// <value>The default is true.</value>
    public bool AggregationEnabled { get; init; } = true;

    /// <summary>The most user records in one Kinesis record.</summary>
    /// <value>1 or more; the default is 4,294,967,295, so that the size decides.</value>
    public long AggregationMaxCount { get; init; } = 4_294_967_295;

    /// <summary>The most bytes of an aggregate, its data and partition key. A larger user record is sent by itself.</summary>
    /// <value>64 to 10,485,760 bytes; the default is 51,200.</value>
    public int AggregationMaxSize { get; init; } = 51_200;

    /// <summary>The most Kinesis records in one PutRecords call.</summary>
    /// <value>1 to 500, the limit of the API; the default is 500.</value>
    public int CollectionMaxCount { get; init; } = 500;

    /// <summary>The most bytes of data and partition keys in one PutRecords call. A larger record is sent by itself.</summary>
    /// <value>52,224 to 10,485,760 bytes, the limit of the API; the default is 5,242,880.</value>
    public int CollectionMaxSize { get; init; } = 5_242_880;

    /// <summary>The most bytes of one user record, its data and partition key.</summary>
    /// <value>1 to 10,485,760 bytes; the default is 1,048,576, which a stream takes unless its MaxRecordSizeInKiB was raised.</value>
    public int MaxUserRecordSize { get; init; } = 1_048_576;

    /// <summary>How long a user record waits for others to be sent with. A lower value costs more requests and fuller shards.</summary>
    /// <value>0 to 1 h; the default is 100 ms.</value>
    public TimeSpan RecordMaxBufferedTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long a user record is tried, counted from when it was buffered. No record is given up before; one may be later, by the
    /// ages that share an aggregate with it, and by the request in flight.
    /// </summary>
    /// <value>100 ms or more, or <see cref="Timeout.InfiniteTimeSpan"/> for ever; the default is 30 s.</value>
    public TimeSpan RecordTtl { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The rate at which a shard is tried, in percent of what it takes (1 MiB and 1,000 records a second). Above 100, so that the
    /// shard is filled whatever the jitter; bounded, so that a backlog is not sent over and over only to be refused.
    /// </summary>
    /// <value>Above 0 to 1,000,000; the default is 150.</value>
    public double RateLimit { get; init; } = 150;

    /// <summary>The most PutRecords calls at a time: the KPL's MaxConnections.</summary>
    /// <value>1 to 256; the default is 24.</value>
    public int MaxConcurrentRequests { get; init; } = 24;

    /// <summary>How long to wait for an answer. A call without one is made again, and may double what it carried.</summary>
    /// <value>100 ms to 10 min; the default is 6 s.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>
    /// The longest wait of a shard after a failure; doubled for each further one in a row up to <see cref="MaxRetryDelay"/>. The
    /// wait is random between zero and this.
    /// </summary>
    /// <value>1 ms to 10 s; the default is 100 ms.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What <see cref="RetryDelay"/> grows to.</summary>
    /// <value><see cref="RetryDelay"/> to 1 min; the default is 1 s, the time over which Kinesis measures a shard's throughput.</value>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether user records of one partition key (or explicit hash key) lie in the stream in the order in which they were added.
    /// </summary>
    /// <value>The default is false: a refused record is overtaken by later ones.</value>
    /// <remarks>
    /// The cost: a shard has one Kinesis record in flight at a time, so it takes at most <see cref="AggregationMaxSize"/> a round
    /// trip (50 KiB each 20 ms is 2.5 MB/s, more than a shard takes), a refused record holds up its shard, and without aggregation
    /// or the shard map it is one user record a round trip. What is sent again after a time-out may still turn up twice, and the
    /// late one out of order. A record that is given up is not waited for. A stream whose <c>RecordDistributionStrategy</c> is <c>AUTO</c> has
    /// no order, and is sent to as without this.
    /// </remarks>
    public bool PreserveOrder { get; init; }

    /// <summary>
    /// Whether an aggregate that a reshard put on a shard which does not own all of its user records is sent again, taken apart. A
    /// consumer on the Kinesis Client Library (KCL) drops such an aggregate whole; AWS Lambda and Firehose deliver it.
    /// </summary>
    /// <value>
    /// The default is true: nothing is lost to any consumer, and one that does not drop sees those records twice. False where no
    /// consumer is on the KCL: a reshard then doubles nothing.
    /// </value>
    public bool ResendMisplaced { get; init; } = true;

    /// <summary>
    /// The most that is held, waiting or in flight: data, keys, and 200 bytes a user record for its bookkeeping. A record for which
    /// there is no room waits with its caller.
    /// </summary>
    /// <value>
    /// At least <see cref="MaxUserRecordSize"/> and 1 KiB; the default is 64 MiB. The client needs memory of its own for what is in
    /// flight, about 1.4 times those bytes, since it sends base64.
    /// </value>
    public long MaxBufferedBytes { get; init; } = 64 * 1_048_576;

    /// <summary>
    /// How long <see cref="KinesisProducer.DisposeAsync"/> takes at most; what is buffered then is given up. Its last tenth, a second at most, is
    /// for calls in flight to end.
    /// </summary>
    /// <value>0 to 1 h; the default is 30 s.</value>
    public TimeSpan DisposeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Gets a warning of what Kinesis refuses (the first at once, then one line a minute and error code), an error where user records are given up,
    /// and each call's refusals at the level Debug. No data and no partition key is written.
    /// </summary>
    /// <value>The default is null: nothing is written. Every failure is told by the record's own task in any case.</value>
    public ILogger? Logger { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        Between(nameof(AggregationMaxCount), AggregationMaxCount, 1, long.MaxValue);
        Between(
            nameof(AggregationMaxSize),
            AggregationMaxSize,
            AggregatedRecordBuilder.SmallestMaxSizeInBytes,
            AggregatedRecordBuilder.LargestMaxSizeInBytes);
        Between(nameof(CollectionMaxCount), CollectionMaxCount, 1, 500);
        Between(nameof(CollectionMaxSize), CollectionMaxSize, 52_224, 10_485_760);
        Between(nameof(MaxUserRecordSize), MaxUserRecordSize, 1, 10_485_760);
        Between(nameof(RecordMaxBufferedTime), RecordMaxBufferedTime, TimeSpan.Zero, TimeSpan.FromHours(1));
        if (RecordTtl != Timeout.InfiniteTimeSpan)
        {
            Between(nameof(RecordTtl), RecordTtl, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(365));
        }

        // Also refuses what is not a number.
        if (!(RateLimit is > 0 and <= 1_000_000))
        {
            throw new ArgumentException($"{nameof(ProducerOptions)}.{nameof(RateLimit)} is {RateLimit}; allowed is above 0 to 1000000.");
        }

        Between(nameof(MaxConcurrentRequests), MaxConcurrentRequests, 1, 256);
        Between(nameof(RequestTimeout), RequestTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        Between(nameof(RetryDelay), RetryDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
        Between(nameof(MaxRetryDelay), MaxRetryDelay, RetryDelay, TimeSpan.FromMinutes(1));
        Between(nameof(MaxBufferedBytes), MaxBufferedBytes, MaxUserRecordSize + 1024L, long.MaxValue);
        Between(nameof(DisposeTimeout), DisposeTimeout, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    private static void Between<T>(string name, T value, T least, T most) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            throw new ArgumentException($"{nameof(ProducerOptions)}.{name} is {value}; allowed is {least} to {most}.");
        }
    }
}
