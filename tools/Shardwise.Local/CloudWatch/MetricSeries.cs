namespace Shardwise.Local;

/// <summary>The minutes of one metric.</summary>
internal sealed class MetricSeries(MetricIdentity identity)
{
    private readonly SortedDictionary<long, (MetricDatapoint Point, ValueCounts Values)> _minutes = [];

    public MetricIdentity Identity { get; } = identity;

    public string? Unit { get; private set; }

    public void Add(MetricDatapoint samples, string? unit)
    {
        long minute = samples.Timestamp.UtcTicks / TimeSpan.TicksPerMinute;
        lock (_minutes)
        {
            Unit = unit ?? Unit;
            var there = _minutes.TryGetValue(minute, out var found)
                ? found
                : (Point: new MetricDatapoint(new DateTimeOffset(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero), 0, 0,
                    double.PositiveInfinity, double.NegativeInfinity), Values: new ValueCounts());
            there.Values.Add(samples);
            _minutes[minute] = (Merge(there.Point, samples), there.Values);
        }
    }

    /// <summary>The periods of a span, oldest first, of minutes up to one; those without a sample are left out.</summary>
    public IReadOnlyList<MetricPeriod> Periods(DateTimeOffset from, DateTimeOffset to, DateTimeOffset newest, TimeSpan period)
    {
        lock (_minutes)
        {
            var periods = new List<MetricPeriod>();
            foreach (var (_, (point, values)) in _minutes)
            {
                var start = Floor(point.Timestamp, period);
                if (start < Floor(from, period) || start >= to || point.Timestamp > newest)
                {
                    continue;
                }

                if (periods.Count == 0 || periods[^1].Point.Timestamp != start)
                {
                    periods.Add(new MetricPeriod(point with { Timestamp = start }, []));
                }
                else
                {
                    periods[^1] = periods[^1] with { Point = Merge(periods[^1].Point, point) };
                }

                periods[^1].Values.Add(values);
            }

            return periods;
        }
    }

    public static DateTimeOffset Floor(DateTimeOffset time, TimeSpan period) => new(time.UtcTicks - (time.UtcTicks % period.Ticks), TimeSpan.Zero);

    private static MetricDatapoint Merge(MetricDatapoint a, MetricDatapoint b) => a with
    {
        SampleCount = a.SampleCount + b.SampleCount,
        Sum = a.Sum + b.Sum,
        Minimum = Math.Min(a.Minimum, b.Minimum),
        Maximum = Math.Max(a.Maximum, b.Maximum),
    };
}
