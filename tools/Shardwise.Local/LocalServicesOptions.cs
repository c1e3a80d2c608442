namespace Shardwise.Local;

/// <summary>How the local AWS services run.</summary>
public sealed record LocalServicesOptions
{
    /// <summary>The folder for what the services keep: S3 objects lie in its subfolder <c>s3</c>. Made when missing, never emptied.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// Whether streams and their records (in the subfolder <c>kinesis</c>), the messages of queues (<c>sqs</c>) and the states of alarms are kept in
    /// the folder too. Default: memory only.
    /// </summary>
    public bool KeepStreams { get; init; }

    /// <summary>The port to listen on, 127.0.0.1 only; 0 (default) takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Simulated seconds a real second, 1 (default) to 3,600.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>The simulated instant at which the services start; null (default): the instant at which they do.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>
    /// The part of a real shard's throughput (1 MiB and 1,000 records a second in, 2 MiB a second out) that a local shard takes, above 0, at most 1
    /// (default).
    /// CloudWatch counts are divided by it, so that a reader sees the numbers of a real stream.
    /// </summary>
    public double ShardFraction { get; init; } = 1;

    /// <summary>UpdateShardCount calls accepted a stream in a rolling simulated day. Default 10: the UpdateShardCount API reference.</summary>
    public int DailyOperations { get; init; } = 10;

    /// <summary>Open shards that all streams together may have. Default 20,000: the Kinesis quotas page, us-east-1.</summary>
    public int ShardLimit { get; init; } = 20_000;

    /// <summary>
    /// How long UpdateShardCount takes in simulated time, from the old count and the new one.
    /// Default: 2 minutes plus one for each 50 shards of difference; AWS says only "a few minutes".
    /// </summary>
    public Func<int, int, TimeSpan> ReshardDuration { get; init; } = (from, to) => TimeSpan.FromMinutes(2 + Math.Abs(to - from) / 50.0);

    /// <summary>
    /// How long SplitShard and MergeShards take in simulated time. Default 30 seconds: the figure that AWS published for a serial reshard.
    /// </summary>
    public TimeSpan SplitMergeDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a stream is CREATING or DELETING and most changes keep it UPDATING, in simulated time. Default zero: a pipeline that starts is
    /// there at once. AWS takes
    /// about 30 seconds.
    /// </summary>
    public TimeSpan StateChangeDuration { get; init; }

    /// <summary>
    /// How long after its end a minute of metrics becomes visible, in simulated time. Default one minute: what CloudWatch commonly lags.
    /// </summary>
    public TimeSpan MetricDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The region in ARNs. Default <c>us-east-1</c>.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The account in ARNs, 12 digits. Default <c>000000000000</c>.</summary>
    public string AccountId { get; init; } = "000000000000";

    /// <summary>
    /// Asked before each Kinesis call is served: an answer makes the call fail or wait. For tests of clients; null (default) never.
    /// </summary>
    public Func<KinesisCall, InjectedFault?>? KinesisFault { get; init; }
}
