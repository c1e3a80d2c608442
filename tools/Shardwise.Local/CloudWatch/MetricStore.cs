using System.Collections.Concurrent;

namespace Shardwise.Local;

/// <summary>The metrics of the simulated account, a minute at a time: what the local services count and what PutMetricData hands in.</summary>
public sealed class MetricStore
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, SortedDictionary<long, MetricDatapoint>> _series = new(StringComparer.Ordinal);
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
    public void Add(string metricNamespace, string metricName, IReadOnlyDictionary<string, string> dimensions, MetricDatapoint samples)
    {
        var minute = samples.Timestamp.UtcTicks / TimeSpan.TicksPerMinute;
        var series = _series.GetOrAdd(Key(metricNamespace, metricName, dimensions), _ => []);
        lock (series)
        {
            series[minute] = series.TryGetValue(minute, out var there)
                ? Merge(there, samples)
                : samples with { Timestamp = new DateTimeOffset(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero) };
        }
    }

    /// <summary>The visible datapoints of a metric with exactly these dimensions, oldest first; periods without a sample are left out.</summary>
    /// <param name="metricNamespace">Such as <c>AWS/Kinesis</c>.</param>
    /// <param name="metricName">Such as <c>IncomingBytes</c>.</param>
    /// <param name="dimensions">Names and values.</param>
    /// <param name="from">Simulated time, inclusive.</param>
    /// <param name="to">Simulated time, exclusive.</param>
    /// <param name="period">A multiple of a minute.</param>
    public IReadOnlyList<MetricDatapoint> Query(
        string metricNamespace, string metricName, IReadOnlyDictionary<string, string> dimensions, DateTimeOffset from, DateTimeOffset to, TimeSpan period)
    {
        if (!_series.TryGetValue(Key(metricNamespace, metricName, dimensions), out var series))
        {
            return [];
        }

        MetricDatapoint[] minutes;
        var newest = _clock.GetUtcNow() - Delay - Minute;
        lock (series)
        {
            minutes = [.. series.Values];
        }

        return [.. minutes
            .Select(minute => (Start: Floor(minute.Timestamp, period), Minute: minute))
            .Where(at => at.Start >= Floor(from, period) && at.Start < to && at.Minute.Timestamp <= newest)
            .GroupBy(at => at.Start, at => at.Minute)
            .Select(group => group.Aggregate(Merge) with { Timestamp = group.Key })];
    }

    private static MetricDatapoint Merge(MetricDatapoint a, MetricDatapoint b) => a with
    {
        SampleCount = a.SampleCount + b.SampleCount,
        Sum = a.Sum + b.Sum,
        Minimum = Math.Min(a.Minimum, b.Minimum),
        Maximum = Math.Max(a.Maximum, b.Maximum),
    };

    private static DateTimeOffset Floor(DateTimeOffset time, TimeSpan period) => new(time.UtcTicks - (time.UtcTicks % period.Ticks), TimeSpan.Zero);

    private static string Key(string metricNamespace, string metricName, IReadOnlyDictionary<string, string> dimensions) =>
        string.Join('\n', dimensions.OrderBy(dimension => dimension.Key, StringComparer.Ordinal).Select(dimension => $"{dimension.Key}={dimension.Value}")
            .Prepend(metricName).Prepend(metricNamespace));
}
