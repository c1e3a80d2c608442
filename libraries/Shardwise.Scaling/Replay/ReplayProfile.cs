namespace Shardwise.Scaling.Replay;

/// <summary>What a replay takes AWS and the producers to do.</summary>
public sealed record ReplayProfile
{
    /// <summary>The limits of 2018: 2 operations a day, 500 shards.</summary>
    public static ReshardLimits Limits2018 { get; } = new() { OperationsPerWindow = 2, MaxShards = 500 };

    /// <summary>How long a reshard takes.</summary><value>Default: <see cref="ReshardSpeed.Current"/>.</value>
    public ReshardSpeed Reshard { get; init; } = ReshardSpeed.Current;

    /// <summary>What AWS accepts.</summary><value>Default: the limits of 2026, 10 operations a day and 10,000 shards.</value>
    public ReshardLimits Limits { get; init; } = new();

    /// <summary>What becomes of throttled load.</summary><value>Default: <see cref="RetryBehavior.None"/>.</value>
    public RetryBehavior Retry { get; init; } = RetryBehavior.None;

    /// <summary>What a policy that reads it is to hold the stream to.</summary>
    /// <value>Default: 1 shard to the most that AWS allows, without headroom, since keys are even.</value>
    public ScalingTarget? Target { get; init; }

    /// <summary>How late minutes become visible beyond the usual two.</summary><value>Default: not at all.</value>
    public MetricLateness Lateness { get; init; } = new(0);

    /// <summary>The instant that minute 0 is given, for what holds by the clock; a whole minute.</summary>
    /// <value>Default: <see cref="StreamReplay.Start"/>.</value>
    public DateTimeOffset Start { get; init; } = StreamReplay.Start;

    /// <summary>Prices.</summary><value>Default: us-east-1, May 2026.</value>
    public Prices Prices { get; init; } = new();

    internal int Duration(int from, int to) => Reshard switch
    {
        ReshardSpeed.Serial => (Math.Abs(to - from) + 1) / 2,
        _ => 2 + (Math.Abs(to - from) + 49) / 50,
    };
}
