namespace Shardwise.Local;

/// <summary>A value of metric math: a number, a series of values by time, or several series.</summary>
internal sealed record MetricValue
{
    /// <summary>The number; null for series.</summary>
    public double? Number { get; init; }

    /// <summary>One series, or several where a function gives or takes them.</summary>
    public IReadOnlyList<SortedDictionary<DateTimeOffset, double>> Series { get; init; } = [];

    public static MetricValue Of(double number) => new() { Number = number };

    public static MetricValue Of(SortedDictionary<DateTimeOffset, double> series) => new() { Series = [series] };

    /// <summary>Does something to each value; what is no number afterwards is left out.</summary>
    public MetricValue Map(Func<double, double> change) => Number is { } number ? Of(change(number)) : this with
    {
        Series = [.. Series.Select(series => new SortedDictionary<DateTimeOffset, double>(series
            .Select(point => (Time: point.Key, Value: change(point.Value))).Where(point => double.IsFinite(point.Value))
                .ToDictionary(point => point.Time, point => point.Value)))],
    };

    /// <summary>Joins two values at the times that both have; a number is there at any time.</summary>
    public static MetricValue Join(MetricValue a, MetricValue b, Func<double, double, double> join)
    {
        if (a.Number is { } left)
        {
            return b.Map(value => join(left, value));
        }

        if (b.Number is { } right)
        {
            return a.Map(value => join(value, right));
        }

        // One series goes with each of several.
        int count = Math.Max(a.Series.Count, b.Series.Count);
        return new MetricValue
        {
            Series = [.. Enumerable.Range(0, count).Select(index =>
                Join(a.Series[Math.Min(index, a.Series.Count - 1)], b.Series[Math.Min(index, b.Series.Count - 1)], join))],
        };
    }

    private static SortedDictionary<DateTimeOffset, double> Join(
        SortedDictionary<DateTimeOffset, double> a, SortedDictionary<DateTimeOffset, double> b, Func<double, double, double> join)
    {
        var joined = new SortedDictionary<DateTimeOffset, double>();
        foreach (var (time, value) in a)
        {
            if (b.TryGetValue(time, out double other) && join(value, other) is var result && double.IsFinite(result))
            {
                joined[time] = result;
            }
        }

        return joined;
    }
}
