namespace Shardwise.LocalKinesis;

/// <summary>How a local Kinesis runs. The defaults are AWS's, but for how long changes of state last.</summary>
public sealed record LocalKinesisOptions
{
    /// <summary>The port of the plain endpoint, 127.0.0.1 only, HTTP/1.1 and HTTP/2 alike; 0 (default) takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The port of a second endpoint with TLS and a self-signed certificate; 0 takes a free one, null (default) opens none.</summary>
    public int? TlsPort { get; init; }

    /// <summary>
    /// The clock that record times, retention, the life of iterators, limits and changes of state follow. Default: the machine's. Waits of a caller
    /// (a slow answer ordered as a fault, the timeout of <see cref="LocalKinesis.WaitForRecordsAsync"/>) are real time.
    /// </summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// A folder for what is to outlive the process: every record is on the disk before it is acknowledged, and a process killed at any point comes
    /// back with each
    /// acknowledged record once. Null (default) keeps everything in memory only.
    /// </summary>
    public string? DataDirectory { get; init; }

    /// <summary>
    /// The most bytes of memory that records take, all streams together. Default 1 GiB. Beyond it puts are refused, with a text that says so.
    /// </summary>
    public long MaxStoredBytes { get; init; } = 1L << 30;

    /// <summary>The region of callers whose signature names none, 1 to 32 characters. Default <c>us-east-1</c>.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The account, 12 digits, of callers whose access key is not itself an account of 12 digits. Default <c>000000000000</c>.</summary>
    public string AccountId { get; init; } = "000000000000";

    /// <summary>Whether throughput and call rates are limited as on AWS (default), shard by shard and second by second.</summary>
    public bool EnforceLimits { get; init; } = true;

    /// <summary>
    /// The part of a real shard's throughput that a local shard takes, above 0, at most 1 (default). For clocks that run faster than the machine
    /// can.
    /// </summary>
    public double ShardFraction { get; init; } = 1;

    /// <summary>
    /// The span of the clock over which throughput and calls are counted. Default one second, as on AWS; a clock at n times real time wants n
    /// seconds.
    /// </summary>
    public TimeSpan LimitWindow { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Open shards an account may have in a region. Default 20,000: the Kinesis quotas page, us-east-1.</summary>
    public int ShardLimit { get; init; } = 20_000;

    /// <summary>On-demand streams an account may have in a region. Default 50: the Kinesis quotas page.</summary>
    public int OnDemandStreamLimit { get; init; } = 50;

    /// <summary>UpdateShardCount calls a stream takes in a rolling day. Default 10: the UpdateShardCount API reference.</summary>
    public int DailyShardCountUpdates { get; init; } = 10;

    /// <summary>How long CREATING, DELETING and most UPDATING last, on <see cref="Clock"/>. Default half a second (AWS: about 30 s).</summary>
    public TimeSpan StateChangeDuration { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long a split or a merge lasts, on <see cref="Clock"/>. Default half a second (AWS: about 30 s).</summary>
    public TimeSpan SplitMergeDuration { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// How long UpdateShardCount lasts, on <see cref="Clock"/>, from the old count and the new one. Default half a second (AWS: minutes).
    /// </summary>
    public Func<int, int, TimeSpan> ReshardDuration { get; init; } = (_, _) => TimeSpan.FromSeconds(0.5);

    /// <summary>How long an iterator is good for, on <see cref="Clock"/>. Default 5 minutes, as on AWS.</summary>
    public TimeSpan IteratorLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a subscription of SubscribeToShard lasts, on <see cref="Clock"/>. Default 5 minutes, as on AWS.</summary>
    public TimeSpan SubscriptionLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Asked before each call is served: an answer makes it fail or wait. For what <see cref="LocalKinesis.Order"/> cannot say; null (default)
    /// never.
    /// </summary>
    public Func<KinesisCall, InjectedFault?>? Fault { get; init; }

    /// <summary>Whether calls are limited too where throughput is: the pipeline that runs here is one of many callers' worth.</summary>
    internal bool LimitsCalls { get; init; } = true;

    /// <summary>One account and one region for all callers, whatever their signatures say.</summary>
    internal bool OneScope { get; init; }
}
