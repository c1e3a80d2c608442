using System.Collections.Concurrent;

namespace Shardwise.Local;

/// <summary>The metrics of the simulated account, a minute at a time: what the local services count and what PutMetricData hands in.</summary>
public sealed class MetricStore
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;

    internal MetricStore(TimeProvider clock, TimeSpan delay)
    {
        _clock = clock;
        Delay = delay;
    }

    /// <summary>How long after its end a minute becomes visible to <see cref="Query"/>, in simulated time.</summary>
    public TimeSpan Delay { get; }

    /// <summary>Adds one sample now.</summary>
    /// <param name="metricNamespace">Such as <c>AWS/Kinesis</c>.</param>
    /// <param name="metricName">Such as <c>IncomingBytes</c>.</param>
    /// <param name="dimensions">Names and values.</param>
    /// <param name="value">The sample.</param>
    public void Add(string metricNamespace, string metricName, IReadOnlyDictionary<string, string> dimensions, double value) =>
        Add(metricNamespace, metricName, dimensions, new MetricDatapoint(_clock.GetUtcNow(), 1, value, value, value));

    /// <summary>Adds samples of one moment, given as their statistics.</summary>
    /// <param name="metricNamespace">Such as <c>AWS/Kinesis</c>.</param>
    /// <param name="metricName">Such as <c>IncomingBytes</c>.</param>
    /// <param name="dimensions">Names and values.</param>
    /// <param name="samples">The moment (simulated time) and the statistics.</param>
    public void Add(string metricNamespace, string metricName, IReadOnlyDictionary<string, string> dimensions, MetricDatapoint samples) =>
        Add(new MetricIdentity(metricNamespace, metricName, dimensions), samples, null);

    internal void Add(MetricIdentity metric, MetricDatapoint samples, string? unit) =>
        _series.GetOrAdd(metric.Key, static (_, identity) => new MetricSeries(identity), metric).Add(samples, unit);

    /// <summary>Every metric that has a sample.</summary>
    internal IEnumerable<MetricIdentity> All => _series.Values.Select(series => series.Identity)
        .OrderBy(metric => metric.Key, StringComparer.Ordinal);

    internal string? UnitOf(MetricIdentity metric) => _series.GetValueOrDefault(metric.Key)?.Unit;

    /// <summary>The start of the newest minute that is visible.</summary>
    internal DateTimeOffset Newest => _clock.GetUtcNow() - Delay - Minute;

    internal IReadOnlyList<MetricPeriod> Query(MetricIdentity metric, DateTimeOffset from, DateTimeOffset to, TimeSpan period) =>
        _series.TryGetValue(metric.Key, out var series) ? series.Periods(from, to, Newest, period) : [];

    /// <summary>The visible datapoints of a metric with exactly these dimensions, oldest first; periods without a sample are left out.</summary>
    /// <param name="metricNamespace">Such as <c>AWS/Kinesis</c>.</param>
    /// <param name="metricName">Such as <c>IncomingBytes</c>.</param>
    /// <param name="dimensions">Names and values.</param>
    /// <param name="from">Simulated time, inclusive.</param>
    /// <param name="to">Simulated time, exclusive.</param>
    /// <param name="period">A multiple of a minute.</param>
    public IReadOnlyList<MetricDatapoint> Query(
        string metricNamespace, string metricName, IReadOnlyDictionary<string, string> dimensions, DateTimeOffset from, DateTimeOffset to,
            TimeSpan period) =>
        [.. Query(new MetricIdentity(metricNamespace, metricName, dimensions), from, to, period).Select(part => part.Point)];
}
