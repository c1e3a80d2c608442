using System.Globalization;
using Shardwise.Local.Rpc;

namespace Shardwise.Local;

/// <summary>GetMetricData and PutMetricData over the values of a request, whatever protocol they came in.</summary>
internal sealed class CloudWatchOperations(MetricStore store, TimeProvider clock)
{
    // The GetMetricData API reference.
    private const int MaxQueries = 500;
    private const int MaxDatapoints = 100_800;

    public IReadOnlyDictionary<string, RpcOperation> Table => new Dictionary<string, RpcOperation>(StringComparer.Ordinal)
    {
        ["GetMetricData"] = call => Task.FromResult<Dictionary<string, object?>?>(GetMetricData(call.Request)),
        ["PutMetricData"] = call => Task.FromResult(PutMetricData(call.Request)),
    };

    private Dictionary<string, object?> GetMetricData(ServiceRequest request)
    {
        var (from, to) = (request.Time("StartTime"), request.Time("EndTime"));
        if (from >= to)
        {
            throw AwsError.Validation("The parameter StartTime must be less than the parameter EndTime.");
        }

        var queries = request.Structures("MetricDataQueries");
        if (queries.Count is 0 or > MaxQueries)
        {
            throw AwsError.Validation($"The parameter MetricDataQueries must have 1 to {MaxQueries} members; it has {queries.Count}.");
        }

        var ascending = request.OptionalText("ScanBy") switch
        {
            null or "TimestampDescending" => false,
            "TimestampAscending" => true,
            var other => throw AwsError.Validation($"The parameter ScanBy must be TimestampAscending or TimestampDescending; it is {other}."),
        };
        var answers = queries.Select(query => Answer(query, from, to, ascending)).OfType<QueryAnswer>().ToList();
        return Page(answers, (int)Math.Clamp(request.OptionalNumber("MaxDatapoints") ?? MaxDatapoints, 1, MaxDatapoints), Offset(request));
    }

    private QueryAnswer? Answer(ServiceRequest query, DateTimeOffset from, DateTimeOffset to, bool ascending)
    {
        var id = query.Text("Id");
        if (query.OptionalText("Expression") is { } expression)
        {
            throw AwsError.Validation($"The expression '{expression}' of query {id} is not served locally: metric math and Metrics Insights need CloudWatch itself.");
        }

        var metricStat = query.Structure("MetricStat") ?? throw query.Missing("MetricStat");
        var metric = metricStat.Structure("Metric") ?? throw metricStat.Missing("Metric");
        var statistic = Statistic(metricStat.Text("Stat"));
        var period = metricStat.Number("Period");
        if (period < 60 || period % 60 != 0)
        {
            throw AwsError.Validation($"The parameter {metricStat.Path}.Period must be a multiple of 60; it is {period.ToString(CultureInfo.InvariantCulture)}.");
        }

        if (!query.Flag("ReturnData", otherwise: true))
        {
            return null;
        }

        var name = metric.Text("MetricName");
        var points = store.Query(metric.Text("Namespace"), name, metric.Dimensions(), from, to, TimeSpan.FromSeconds(period));
        var ordered = ascending ? points : points.Reverse();
        return new QueryAnswer(id, query.OptionalText("Label") ?? name, [.. ordered.Select(point => (point.Timestamp, statistic(point)))]);
    }

    private static Func<MetricDatapoint, double> Statistic(string name) => name switch
    {
        "Sum" => point => point.Sum,
        "Average" => point => point.Average,
        "Minimum" => point => point.Minimum,
        "Maximum" => point => point.Maximum,
        "SampleCount" => point => point.SampleCount,
        _ => throw AwsError.Validation($"The statistic '{name}' is not served locally: only Sum, Average, Minimum, Maximum and SampleCount are."),
    };

    private static int Offset(ServiceRequest request)
    {
        var token = request.OptionalText("NextToken");
        return token is null ? 0
            : int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset
            : throw new AwsError("InvalidNextToken", "The parameter NextToken is not one that GetMetricData gave.");
    }

    // A page is a run of the datapoints of all queries put end to end; every query is named on every page.
    private static Dictionary<string, object?> Page(List<QueryAnswer> answers, int size, int offset)
    {
        var results = new List<object?>();
        var start = 0;
        foreach (var answer in answers)
        {
            var first = Math.Clamp(offset - start, 0, answer.Points.Count);
            var last = Math.Clamp(offset + size - start, 0, answer.Points.Count);
            var points = answer.Points.GetRange(first, last - first);
            results.Add(new Dictionary<string, object?>
            {
                ["Id"] = answer.Id,
                ["Label"] = answer.Label,
                ["Timestamps"] = points.Select(point => (object?)point.Time).ToList(),
                ["Values"] = points.Select(point => (object?)point.Value).ToList(),
                ["StatusCode"] = last < answer.Points.Count ? "PartialData" : "Complete",
            });
            start += answer.Points.Count;
        }

        var reply = new Dictionary<string, object?> { ["MetricDataResults"] = results, ["Messages"] = new List<object?>() };
        if (offset + size < start)
        {
            reply["NextToken"] = (offset + size).ToString(CultureInfo.InvariantCulture);
        }

        return reply;
    }

    private Dictionary<string, object?>? PutMetricData(ServiceRequest request)
    {
        var metricNamespace = request.Text("Namespace");
        foreach (var datum in request.Structures("MetricData"))
        {
            var time = datum.OptionalTime("Timestamp") ?? clock.GetUtcNow();
            foreach (var samples in Samples(datum, time))
            {
                store.Add(metricNamespace, datum.Text("MetricName"), datum.Dimensions(), samples);
            }
        }

        return null;
    }

    private static IEnumerable<MetricDatapoint> Samples(ServiceRequest datum, DateTimeOffset time)
    {
        if (datum.Structure("StatisticValues") is { } set)
        {
            return [new MetricDatapoint(time, set.Number("SampleCount"), set.Number("Sum"), set.Number("Minimum"), set.Number("Maximum"))];
        }

        if (datum.Numbers("Values") is { Count: > 0 } values)
        {
            var counts = datum.Numbers("Counts");
            if (counts.Count != 0 && counts.Count != values.Count)
            {
                throw AwsError.Validation($"The parameters {datum.Path}.Values and .Counts must be of one length; they have {values.Count} and {counts.Count}.");
            }

            return values.Select((value, index) => (Value: value, Count: counts.Count == 0 ? 1 : counts[index]))
                .Select(sample => new MetricDatapoint(time, sample.Count, sample.Value * sample.Count, sample.Value, sample.Value));
        }

        var single = datum.Number("Value");
        return [new MetricDatapoint(time, 1, single, single, single)];
    }

    private sealed record QueryAnswer(string Id, string Label, List<(DateTimeOffset Time, double Value)> Points);
}
