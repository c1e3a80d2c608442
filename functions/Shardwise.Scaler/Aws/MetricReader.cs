using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Shardwise.Scaler.Basics;

namespace Shardwise.Scaler.Aws;

/// <summary>Reads metrics of a stream from CloudWatch: pages, chunks and odd timestamps end here.</summary>
internal sealed class MetricReader(IAmazonCloudWatch cloudWatch)
{
    /// <summary>Source: the GetMetricData API reference.</summary>
    private const int MostQueries = 500;

    // 1,455 minutes of three metrics fit one page of 100,800 datapoints; more pages than this is a server that repeats itself.
    private const int MostPages = 20;

    /// <summary>The series by the ids of their queries; a metric without datapoints may be absent.</summary>
    /// <exception cref="AwsCallException">The metrics could not be read.</exception>
    public async Task<IReadOnlyDictionary<string, Series>> ReadAsync(
        string stream, IReadOnlyList<MetricQuery> queries, DateTimeOffset start, DateTimeOffset end, int periodMinutes, CancellationToken cancellationToken)
    {
        var series = new Dictionary<string, Series>(StringComparer.Ordinal);
        foreach (var chunk in queries.Chunk(MostQueries))
        {
            var request = Request(stream, chunk, start, end, periodMinutes);
            for (var page = 0; page < MostPages; page++)
            {
                var response = await AwsCall.RunAsync("GetMetricData", () => cloudWatch.GetMetricDataAsync(request, cancellationToken));
                foreach (var result in response.MetricDataResults ?? [])
                    Add(series, result, start, end);
                request.NextToken = response.NextToken;
                if (string.IsNullOrEmpty(response.NextToken))
                    break;
            }
        }

        return series;
    }

    private static void Add(Dictionary<string, Series> series, MetricDataResult result, DateTimeOffset start, DateTimeOffset end)
    {
        if (result.Id is not { } id)
            return;
        if (!series.TryGetValue(id, out var known))
            series[id] = known = new Series(result.Timestamps?.Count ?? 0);

        // Of several pages the last one's status counts; a missing one is no news.
        known.Complete = result.StatusCode is null ? known.Complete : result.StatusCode == StatusCode.Complete;
        var (timestamps, values) = (result.Timestamps ?? [], result.Values ?? []);
        for (var i = 0; i < Math.Min(timestamps.Count, values.Count); i++)
        {
            var (timestamp, value) = (timestamps[i], values[i]);
            // Timestamps come through a double: a moment before the minute is the minute.
            var minute = Minutes.Whole(new DateTimeOffset(DateTime.SpecifyKind(timestamp, DateTimeKind.Utc)).AddSeconds(1));
            if (minute >= start && minute < end && double.IsFinite(value) && value >= 0)
                known.Values[minute] = value;
        }
    }

    private static GetMetricDataRequest Request(string stream, MetricQuery[] queries, DateTimeOffset start, DateTimeOffset end, int periodMinutes) => new()
    {
        StartTime = start.UtcDateTime,
        EndTime = end.UtcDateTime,
        ScanBy = ScanBy.TimestampAscending,
        MetricDataQueries = [.. queries.Select(query => Query(stream, query, periodMinutes))],
    };

    private static MetricDataQuery Query(string stream, MetricQuery query, int periodMinutes)
    {
        List<Dimension> dimensions = [new Dimension { Name = "StreamName", Value = stream }];
        if (query.Dimension is { } dimension)
            dimensions.Add(new Dimension { Name = dimension.Name, Value = dimension.Value });
        return new MetricDataQuery
        {
            Id = query.Id,
            ReturnData = true,
            MetricStat = new MetricStat
            {
                Metric = new Metric { Namespace = "AWS/Kinesis", MetricName = query.Metric, Dimensions = dimensions },
                Period = periodMinutes * 60,
                Stat = query.Statistic,
            },
        };
    }
}
