using System.Globalization;
using Shardwise.Local.Rpc;

namespace Shardwise.Local;

/// <summary>The operations on metrics, over the values of a request, whatever protocol they came in.</summary>
internal sealed class CloudWatchOperations(MetricStore store, TimeProvider clock)
{
    // The GetMetricData API reference.
    private const int MaxQueries = 500;
    private const int MaxDatapoints = 100_800;

    // The ListMetrics API reference: a page.
    private const int MostMetrics = 500;

    public IReadOnlyDictionary<string, RpcOperation> Table => new Dictionary<string, RpcOperation>(StringComparer.Ordinal)
    {
        ["GetMetricData"] = call => Task.FromResult<Dictionary<string, object?>?>(GetMetricData(call.Request)),
        ["GetMetricStatistics"] = call => Task.FromResult<Dictionary<string, object?>?>(GetMetricStatistics(call.Request)),
        ["ListMetrics"] = call => Task.FromResult<Dictionary<string, object?>?>(ListMetrics(call.Request)),
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
        var read = queries.Select(MetricQueryReader.Read).ToList();
        var values = new MetricQueries(store, read, from, to);
        var answers = read.Where(query => query.ReturnsData).SelectMany(query => Answers(query, values, ascending)).ToList();
        return Page(answers, (int)Math.Clamp(request.OptionalNumber("MaxDatapoints") ?? MaxDatapoints, 1, MaxDatapoints), Offset(request));
    }

    // A query whose value is several series has a result each.
    private static IEnumerable<QueryAnswer> Answers(MetricQuery query, MetricQueries values, bool ascending)
    {
        var value = values.Value(query.Id);
        var several = value.Series.Count > 1 ? value.Series : [values.Series(query.Id)];
        return several.Select(series => new QueryAnswer(
            query.Id, query.Label ?? query.Metric?.Name ?? query.Id,
                [.. (ascending ? series : series.Reverse()).Select(point => (point.Key, point.Value))]));
    }

    private Dictionary<string, object?> GetMetricStatistics(ServiceRequest request)
    {
        var metric = MetricQueryReader.Metric(request);
        var (from, to) = (request.Time("StartTime"), request.Time("EndTime"));
        if (from >= to)
        {
            throw AwsError.Validation("The parameter StartTime must be less than the parameter EndTime.");
        }

        string[] plain = [.. request.Texts("Statistics")], extended = [.. request.Texts("ExtendedStatistics")];
        if (plain.Length + extended.Length == 0)
        {
            throw AwsError.Validation("At least one of the parameters Statistics and ExtendedStatistics must be given.");
        }

        var statistics = plain.Concat(extended).ToDictionary(name => name, MetricStatistic.Of, StringComparer.Ordinal);
        string unit = store.UnitOf(metric) ?? "None";
        var points = store.Query(metric, from, to, MetricQueryReader.Period(request)).Select(period =>
        {
            var point = new Dictionary<string, object?> { ["Timestamp"] = period.Point.Timestamp, ["Unit"] = unit };
            foreach (string name in plain)
            {
                point[name] = statistics[name](period);
            }

            if (extended.Length > 0)
            {
                var map = new AwsMap();
                foreach (string name in extended)
                {
                    map[name] = statistics[name](period);
                }

                point["ExtendedStatistics"] = map;
            }

            return (object?)point;
        });
        return new() { ["Label"] = metric.Name, ["Datapoints"] = points.ToList() };
    }

    private Dictionary<string, object?> ListMetrics(ServiceRequest request)
    {
        string? space = request.OptionalText("Namespace"), name = request.OptionalText("MetricName");
        var filters = request.Structures("Dimensions").Select(dimension =>
            (Name: dimension.Text("Name"), Value: dimension.OptionalText("Value"))).ToList();
        var found = store.All.Where(metric => (space is null || metric.Namespace == space) && (name is null || metric.Name == name)
            && filters.TrueForAll(filter => metric.Dimensions.TryGetValue(filter.Name, out string? value)
                && (filter.Value is null || filter.Value == value))).ToList();
        int offset = Offset(request);
        var reply = new Dictionary<string, object?> { ["Metrics"] = found.Skip(offset).Take(MostMetrics).Select(Tell).ToList() };
        if (offset + MostMetrics < found.Count)
        {
            reply["NextToken"] = (offset + MostMetrics).ToString(CultureInfo.InvariantCulture);
        }

        return reply;
    }

    internal static object? Tell(MetricIdentity metric) => new Dictionary<string, object?>
    {
        ["Namespace"] = metric.Namespace,
        ["MetricName"] = metric.Name,
        ["Dimensions"] = metric.Dimensions
            .Select(dimension => (object?)new Dictionary<string, object?> { ["Name"] = dimension.Key, ["Value"] = dimension.Value }).ToList(),
    };

    private static int Offset(ServiceRequest request)
    {
        var token = request.OptionalText("NextToken");
        return token is null ? 0
            : int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset
            : throw new AwsError("InvalidNextToken", "The parameter NextToken is not one that this operation gave.");
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
                store.Add(new MetricIdentity(metricNamespace, datum.Text("MetricName"), datum.Dimensions()), samples, datum.OptionalText("Unit"));
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
                throw AwsError.Validation(
                    $"The parameters {datum.Path}.Values and .Counts must be of one length; they have {values.Count} and {counts.Count}.");
            }

            return values.Select((value, index) => (Value: value, Count: counts.Count == 0 ? 1 : counts[index]))
                .Select(sample => new MetricDatapoint(time, sample.Count, sample.Value * sample.Count, sample.Value, sample.Value));
        }

        var single = datum.Number("Value");
        return [new MetricDatapoint(time, 1, single, single, single)];
    }

    private sealed record QueryAnswer(string Id, string Label, List<(DateTimeOffset Time, double Value)> Points);
}
