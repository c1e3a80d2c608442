namespace Shardwise.Local;

/// <summary>The metrics of the simulated account, a minute at a time: what the local services count and what PutMetricData hands in.</summary>
public sealed class MetricStore
{
    private readonly TimeProvider _clock;

    internal MetricStore(TimeProvider clock, TimeSpan delay)
    {
        _clock = clock;
        Delay = delay;
    }

    /// <summary>How long after its end a minute becomes visible to <see cref="Query"/>, in simulated time.</summary>
    public TimeSpan Delay { get; }

    /// <summary>Adds one sample now.</summary>
    public void Add(string metricNamespace, string metricName, IReadOnlyDictionary<string, string> dimensions, double value) =>
        _ = _clock;

    /// <summary>The visible datapoints of a metric with exactly these dimensions, oldest first; periods without a sample are left out.</summary>
    /// <param name="metricNamespace">Such as <c>AWS/Kinesis</c>.</param>
    /// <param name="metricName">Such as <c>IncomingBytes</c>.</param>
    /// <param name="dimensions">Names and values.</param>
    /// <param name="from">Simulated time, inclusive.</param>
    /// <param name="to">Simulated time, exclusive.</param>
    /// <param name="period">A multiple of a minute.</param>
    public IReadOnlyList<MetricDatapoint> Query(
        string metricNamespace, string metricName, IReadOnlyDictionary<string, string> dimensions, DateTimeOffset from, DateTimeOffset to, TimeSpan period) => [];
}
