namespace Shardwise.Local.Tests.Services;

public sealed class MetricMathTests
{
    private readonly ManualTime _time = new();
    private readonly MetricStore _store;
    private readonly DateTimeOffset _start;

    public MetricMathTests()
    {
        _store = new MetricStore(_time, TimeSpan.Zero);
        _start = _time.GetUtcNow();
        Put("a", 10, 20, 30);
        Put("b", 1, null, 3);
        _time.Advance(TimeSpan.FromMinutes(3));
    }

    [Theory]
    [InlineData("a", "10 20 30")]
    [InlineData("a + b", "11 - 33")]
    [InlineData("a - b * 2", "8 - 24")]
    [InlineData("(a - b) * 2", "18 - 54")]
    [InlineData("100 * (a / 300) / b", "3.33 - 3.33")]
    [InlineData("a / 0", "- - -")]
    [InlineData("2 ^ b", "2 - 8")]
    [InlineData("-b", "-1 - -3")]
    [InlineData("a > 15", "0 1 1")]
    [InlineData("IF(a > 15, a, 0)", "0 20 30")]
    [InlineData("IF(a > 15, 1)", "- 1 1")]
    [InlineData("FILL(b, 0)", "1 0 3")]
    [InlineData("FILL(b, REPEAT)", "1 1 3")]
    [InlineData("FILL(b, LINEAR)", "1 2 3")]
    [InlineData("IF(FILL(b, 0) > 0 AND a == 10, 1, 0)", "1 0 0")]
    [InlineData("a == 10 || a == 30", "1 0 1")]
    [InlineData("DIFF(a)", "- 10 10")]
    [InlineData("RATE(a)", "- 0.17 0.17")]
    [InlineData("RUNNING_SUM(a)", "10 30 60")]
    [InlineData("SUM(METRICS())", "11 20 33")]
    [InlineData("SUM([a, b])", "11 20 33")]
    [InlineData("MAX(METRICS(\"b\"))", "3 3 3")]
    [InlineData("AVG(a)", "20 20 20")]
    [InlineData("a / PERIOD(a)", "0.17 0.33 0.5")]
    [InlineData("ABS(b - 2)", "1 - 1")]
    [InlineData("TIME_SERIES(7)", "7 7 7")]
    public void An_expression_has_the_values_that_CloudWatch_gives_it(string expression, string values)
    {
        var series = Queries(expression).Series("e");

        Assert.Equal(values, string.Join(' ', Enumerable.Range(0, 3).Select(minute =>
            series.TryGetValue(_start.AddMinutes(minute), out double value) ? Math.Round(value, 2).ToString(System.Globalization.CultureInfo.InvariantCulture) : "-")));
    }

    [Theory]
    [InlineData("a +", "Error in expression 'a +': not understood at character 4.")]
    [InlineData("(a", "Error in expression '(a': not understood at character 3.")]
    [InlineData("a b", "Error in expression 'a b': not understood at character 3.")]
    [InlineData("c", "The id 'c' of an expression is that of no query.")]
    [InlineData("e + 1", "The expression of query e goes in a circle.")]
    [InlineData("ANOMALY_DETECTION_BAND(a)", "The function ANOMALY_DETECTION_BAND with 1 arguments is not served locally.")]
    [InlineData("SEARCH('{x}', 'Sum')", "The expression 'SEARCH('{x}', 'Sum')' is not served locally: SEARCH and Metrics Insights need CloudWatch itself.")]
    public void What_is_no_expression_is_told(string expression, string message) =>
        Assert.Equal(message, Assert.Throws<AwsError>(() => Queries(expression).Value("e")).Message);

    [Fact]
    public void Percentiles_are_those_of_the_samples()
    {
        for (int value = 1; value <= 1_000; value++)
        {
            Add("p", 0, value);
        }

        double? Percentile(string statistic) => MetricStatistic.Of(statistic)(Assert.Single(_store.Query(Metric("p"), _start, _start.AddMinutes(1), TimeSpan.FromMinutes(1))));
        Assert.Equal([500, 900, 990, 999, 1_000], new[] { "p50", "p90", "p99", "p99.9", "p100" }.Select(Percentile));
    }

    private MetricQueries Queries(string expression) => new(
        _store,
        [new MetricQuery { Id = "a", Metric = Metric("a"), Statistic = "Sum" }, new MetricQuery { Id = "b", Metric = Metric("b"), Statistic = "Sum" }, new MetricQuery { Id = "e", Expression = expression }],
        _start,
        _start.AddMinutes(3));

    private void Put(string name, params double?[] values)
    {
        for (int minute = 0; minute < values.Length; minute++)
        {
            if (values[minute] is { } value)
            {
                Add(name, minute, value);
            }
        }
    }

    private void Add(string name, int minute, double value) => _store.Add(Metric(name), new MetricDatapoint(_start.AddMinutes(minute), 1, value, value, value), null);

    private static MetricIdentity Metric(string name) => new("N", name, new Dictionary<string, string>());
}
