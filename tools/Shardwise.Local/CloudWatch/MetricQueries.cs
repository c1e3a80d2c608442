namespace Shardwise.Local;

/// <summary>Evaluates queries that name each other.</summary>
internal sealed class MetricQueries
{
    private readonly MetricStore _store;
    private readonly IReadOnlyDictionary<string, MetricQuery> _queries;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;
    private readonly Dictionary<string, MetricValue> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underway = new(StringComparer.Ordinal);

    /// <param name="store">The metrics.</param>
    /// <param name="queries">All queries; those that return no data too.</param>
    /// <param name="from">Simulated time, inclusive.</param>
    /// <param name="to">Simulated time, exclusive.</param>
    /// <exception cref="AwsError">Two have one id.</exception>
    public MetricQueries(MetricStore store, IReadOnlyList<MetricQuery> queries, DateTimeOffset from, DateTimeOffset to)
    {
        (_store, _from, _to) = (store, from, to);
        if (queries.GroupBy(query => query.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw AwsError.Validation($"The values for parameter id in MetricDataQueries are not unique: {same.Key}.");
        }

        _queries = queries.ToDictionary(query => query.Id, StringComparer.Ordinal);
    }

    /// <summary>The value of a query. A number is its value in every period.</summary>
    /// <exception cref="AwsError">It names what is not there, or itself, or has what is not served here.</exception>
    public MetricValue Value(string id)
    {
        if (_values.TryGetValue(id, out var known))
        {
            return known;
        }

        if (!_queries.TryGetValue(id, out var query))
        {
            throw AwsError.Validation($"The id '{id}' of an expression is that of no query.");
        }

        if (!_underway.Add(id))
        {
            throw AwsError.Validation($"The expression of query {id} goes in a circle.");
        }

        return _values[id] = query.Expression is { } expression ? MetricExpression.Evaluate(expression, Scope(query)) : MetricValue.Of(Read(query));
    }

    /// <summary>The one series of a query; of several the first.</summary>
    public SortedDictionary<DateTimeOffset, double> Series(string id) => Value(id) switch
    {
        { Number: { } number } => new(Times(_queries[id].Period).ToDictionary(time => time, _ => number)),
        { Series: [var first, ..] } => first,
        _ => [],
    };

    private SortedDictionary<DateTimeOffset, double> Read(MetricQuery query)
    {
        var statistic = MetricStatistic.Of(query.Statistic);
        var series = new SortedDictionary<DateTimeOffset, double>();
        foreach (var period in _store.Query(query.Metric!, _from, _to, query.Period))
        {
            if (statistic(period) is { } value)
            {
                series[period.Point.Timestamp] = value;
            }
        }

        return series;
    }

    private MetricScope Scope(MetricQuery query) => new(
        Value, [.. _queries.Values.Where(other => other.Metric is not null).Select(other => other.Id)], Times(query.Period), id => PeriodOf(id));

    private TimeSpan PeriodOf(string id) => _queries.TryGetValue(id, out var query) ? query.Period
        : throw AwsError.Validation($"The id '{id}' of an expression is that of no query.");

    private List<DateTimeOffset> Times(TimeSpan period)
    {
        var times = new List<DateTimeOffset>();
        var newest = _store.Newest;
        for (var time = MetricSeries.Floor(_from, period); time < _to && time + period <= newest.AddMinutes(1); time += period)
        {
            times.Add(time);
        }

        return times;
    }
}
