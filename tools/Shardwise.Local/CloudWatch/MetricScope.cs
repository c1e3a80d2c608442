namespace Shardwise.Local;

/// <summary>What the ids and functions of an expression mean.</summary>
/// <param name="query">The value of another query of the request.</param>
/// <param name="ids">The ids of queries that are metrics.</param>
/// <param name="times">The periods of the whole span, which FILL fills.</param>
/// <param name="period">The length of a period of a query.</param>
internal sealed class MetricScope(
    Func<string, MetricValue> query, IReadOnlyList<string> ids, IReadOnlyList<DateTimeOffset> times, Func<string, TimeSpan> period)
{
    /// <summary>Stand for the words in FILL; no sample has these values.</summary>
    public const double Repeat = double.NegativeInfinity;
    public const double Linear = double.PositiveInfinity;

    public MetricValue Query(string id) => query(id);

    public MetricValue Period(string id) => MetricValue.Of(period(id).TotalSeconds);

    /// <summary>All metrics, or those whose ids have a text in them.</summary>
    public MetricValue Metrics(string part) => new()
    {
        Series = [.. ids.Where(id => id.Contains(part, StringComparison.Ordinal)).SelectMany(id => query(id).Series)],
    };

    /// <exception cref="AwsError">There is no such function here, or it takes other arguments.</exception>
    public MetricValue Call(string function, List<MetricValue> arguments) => (function, arguments) switch
    {
        ("ABS", [var value]) => value.Map(Math.Abs),
        ("CEIL", [var value]) => value.Map(Math.Ceiling),
        ("FLOOR", [var value]) => value.Map(Math.Floor),
        ("LOG", [var value]) => value.Map(Math.Log),
        ("LOG10", [var value]) => value.Map(Math.Log10),
        ("SUM", [var value]) => Fold(value, values => values.Sum()),
        ("AVG", [var value]) => Fold(value, values => values.Average()),
        ("MIN", [var value]) => Fold(value, values => values.Min()),
        ("MAX", [var value]) => Fold(value, values => values.Max()),
        ("STDDEV", [var value]) => Fold(value, Deviation),
        ("FIRST", [{ Series: [var first, ..] }]) => MetricValue.Of(first),
        ("LAST", [{ Series: [.., var last] }]) => MetricValue.Of(last),
        ("DATAPOINT_COUNT" or "METRIC_COUNT", [var value]) =>
            MetricValue.Of(function == "METRIC_COUNT" ? value.Series.Count : value.Series.Sum(series => series.Count)),
        ("DIFF", [var value]) => Steps(value, (_, difference) => difference),
        ("RATE", [var value]) => Steps(value, (span, difference) => difference / span.TotalSeconds),
        ("DIFF_TIME", [var value]) => Steps(value, (span, _) => span.TotalSeconds),
        ("RUNNING_SUM", [var value]) => Each(value, Running),
        ("FILL", [var value, var filling]) => Each(value, series => Fill(series, filling)),
        ("TIME_SERIES", [{ Number: { } number }]) => MetricValue.Of(new SortedDictionary<DateTimeOffset,
            double>(times.ToDictionary(time => time, _ => number))),
        ("IF", [var condition, var then]) => If(condition, then, null),
        ("IF", [var condition, var then, var otherwise]) => If(condition, then, otherwise),
        _ => throw AwsError.Validation($"The function {function} with {arguments.Count} arguments is not served locally."),
    };

    private static MetricValue Each(MetricValue value, Func<SortedDictionary<DateTimeOffset, double>, SortedDictionary<DateTimeOffset,
        double>> change) =>
        value with { Series = [.. value.Series.Select(change)] };

    // One series is folded to a number, several to a series.
    private static MetricValue Fold(MetricValue value, Func<IEnumerable<double>, double> fold) => value.Series switch
    {
        [] => value,
        [var one] => one.Count == 0 ? MetricValue.Of(one) : MetricValue.Of(fold(one.Values)),
        var several => MetricValue.Of(new SortedDictionary<DateTimeOffset, double>(several.SelectMany(series => series)
            .GroupBy(point => point.Key).ToDictionary(group => group.Key, group => fold(group.Select(point => point.Value))))),
    };

    private static double Deviation(IEnumerable<double> values)
    {
        var list = values.ToList();
        double mean = list.Average();
        return Math.Sqrt(list.Average(value => (value - mean) * (value - mean)));
    }

    private static MetricValue Steps(MetricValue value, Func<TimeSpan, double, double> step) =>
        Each(value, series => new SortedDictionary<DateTimeOffset, double>(
        series.Zip(series.Skip(1)).ToDictionary(pair => pair.Second.Key,
            pair => step(pair.Second.Key - pair.First.Key, pair.Second.Value - pair.First.Value))));

    private static SortedDictionary<DateTimeOffset, double> Running(SortedDictionary<DateTimeOffset, double> series)
    {
        double sum = 0;
        return new SortedDictionary<DateTimeOffset, double>(series.ToDictionary(point => point.Key, point => sum += point.Value));
    }

    private SortedDictionary<DateTimeOffset, double> Fill(SortedDictionary<DateTimeOffset, double> series, MetricValue filling)
    {
        var filled = new SortedDictionary<DateTimeOffset, double>(series);
        foreach (var time in times.Where(time => !series.ContainsKey(time)))
        {
            double? value = filling.Number switch
            {
                Repeat => series.Where(point => point.Key < time).Select(point => (double?)point.Value).LastOrDefault(),
                Linear => Between(series, time),
                null => filling.Series is [var other, ..] && other.TryGetValue(time, out double given) ? given : null,
                var number => number,
            };
            if (value is { } found)
            {
                filled[time] = found;
            }
        }

        return filled;
    }

    private static double? Between(SortedDictionary<DateTimeOffset, double> series, DateTimeOffset time)
    {
        var before = series.LastOrDefault(point => point.Key < time);
        var after = series.FirstOrDefault(point => point.Key > time);
        return before.Key == default || after.Key == default ? null
            : before.Value + ((after.Value - before.Value) * ((time - before.Key) / (after.Key - before.Key)));
    }

    private static MetricValue If(MetricValue condition, MetricValue then, MetricValue? otherwise)
    {
        if (condition.Number is { } truth)
        {
            return truth != 0 ? then : otherwise ?? new MetricValue { Series = [[]] };
        }

        var chosen = new SortedDictionary<DateTimeOffset, double>();
        foreach (var (time, holds) in condition.Series.SelectMany(series => series))
        {
            var side = holds != 0 ? then : otherwise;
            if (side?.Number is { } number)
            {
                chosen[time] = number;
            }
            else if (side?.Series is [var series, ..] && series.TryGetValue(time, out double value))
            {
                chosen[time] = value;
            }
        }

        return MetricValue.Of(chosen);
    }
}
