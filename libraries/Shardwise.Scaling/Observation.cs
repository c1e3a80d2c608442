namespace Shardwise.Scaling;

/// <summary>All that a policy may know when it decides: the same for the function on AWS, the local run and the replay of a trace.</summary>
public sealed record Observation
{
    /// <summary>The time of the decision.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What the stream is to be held to.</summary>
    public required ScalingTarget Target { get; init; }

    /// <summary>What AWS accepts.</summary>
    /// <value>Default: the limits of 2026.</value>
    public ReshardLimits Limits { get; init; } = new();

    /// <summary>Open shards now, 1 or more; during a reshard, what the stream reports.</summary>
    public required int OpenShards { get; init; }

    /// <summary>
    /// The warm throughput that an on-demand stream was asked to have, in MiB/s, 0 or more; <see cref="OpenShards"/> is then the throughput that it
    /// has.
    /// </summary>
    /// <value>Default: <see langword="null"/>, for a stream whose shards are scaled.</value>
    public int? WarmThroughput { get; init; }

    /// <summary>
    /// Whether a reshard is under way, so that AWS would refuse another now; between two steps of <see cref="Sequence"/> it would not.
    /// </summary>
    public bool ReshardInFlight { get; init; }

    /// <summary>Splits and merges that are under way and may be cut short; <see langword="null"/> for none.</summary>
    public ReshardSequence? Sequence { get; init; }

    /// <summary>
    /// The visible minutes, oldest first, each at most once, all ended by <see cref="Now"/>. A minute without data is absent.
    /// </summary>
    public IReadOnlyList<TrafficMinute> Minutes { get; init; } = [];

    /// <summary>
    /// When the newest of <see cref="Minutes"/> became visible, to the minute; <see langword="null"/> when that is not known. Metrics that are
    /// late by a constant time bring news all the same.
    /// </summary>
    public DateTimeOffset? NewestSince { get; init; }

    /// <summary>How many of the newest of <see cref="Minutes"/> are not visible but estimated.</summary>
    internal int EstimatedMinutes { get; init; }

    /// <summary>Demand of up to two weeks before <see cref="Now"/>, summed up; <see langword="null"/> when only the minutes are known.</summary>
    public TrafficHistory? History { get; init; }

    /// <summary>The accepted calls of the last day, oldest first; older ones may be among them.</summary>
    public IReadOnlyList<ScalingOperation> Operations { get; init; } = [];

    /// <summary>Splits and merges of the last day, oldest first; older ones may be among them. Those around a hot shard are not.</summary>
    public IReadOnlyList<ReshardSteps> Steps { get; init; } = [];

    /// <summary>How many calls AWS would still accept now.</summary>
    public int OperationsLeft => Limits.OperationsLeft(Operations, Now);

    /// <summary>How many splits and merges the target still allows now; 0 where it keeps to <c>UpdateShardCount</c>.</summary>
    public int StepsLeft => Target.CallsOnly ? 0
        : Math.Max(0, Target.ReshardsADay - Steps.Where(steps => steps.At > Now.AddDays(-1)).Sum(steps => steps.Count));
}
