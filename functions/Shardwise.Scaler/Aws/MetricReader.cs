using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Shardwise.Scaler.Basics;

namespace Shardwise.Scaler.Aws;

/// <summary>
/// Reads metrics of a stream, or of many at once, from CloudWatch: pages, chunks and odd timestamps end here.
/// </summary>
internal sealed class MetricReader(IAmazonCloudWatch cloudWatch)
{
    /// <summary>Source: the GetMetricData API reference.</summary>
    private const int MostQueries = 500;

    // 1,455 minutes of three metrics fit one page of 100,800 datapoints; more pages than this is a server that repeats itself.
    private const int MostPages = 20;

    // By stream: what was read ahead, for the one minute that it is read for.
    private Dictionary<string, ReadAhead> _ahead = new(StringComparer.Ordinal);

    /// <summary>Reads what many streams are about to ask for in as few calls as there can be, and answers from it until the next time.</summary>
    /// <exception cref="AwsCallException">The metrics could not be read; nothing is known ahead.</exception>
    public async Task ReadAheadAsync(IReadOnlyList<MetricRequest> requests, CancellationToken cancellationToken)
    {
        var ahead = requests.ToDictionary(request => request.Stream, request => new ReadAhead(request, []), StringComparer.Ordinal);
        _ahead = new Dictionary<string, ReadAhead>(StringComparer.Ordinal);
        var asked = requests.SelectMany((request, i) => request.Queries.Select(query => (Request: request, Query: query, Id: $"s{i}_{query.Id}")))
            .ToList();
        foreach (var chunk in asked.Chunk(MostQueries))
        {
            var (start, end) = (chunk.Min(each => each.Request.Start), chunk.Max(each => each.Request.End));
            var read = new Dictionary<string, Series>(StringComparer.Ordinal);
            await PagesAsync(
                read, [.. chunk.Select(each => Query(each.Request.Stream, each.Query with { Id = each.Id }, 1))], start, end, cancellationToken);
            foreach (var (request, query, id) in chunk)
                ahead[request.Stream].Series[query.Id] = read.GetValueOrDefault(id) ?? new Series();
        }

        _ahead = ahead;
    }

    /// <summary>The series by the ids of their queries; a metric without datapoints may be absent.</summary>
    /// <exception cref="AwsCallException">The metrics could not be read.</exception>
    public async Task<IReadOnlyDictionary<string, Series>> ReadAsync(
        string stream, IReadOnlyList<MetricQuery> queries, DateTimeOffset start, DateTimeOffset end, int periodMinutes,
        CancellationToken cancellationToken)
    {
        var series = new Dictionary<string, Series>(StringComparer.Ordinal);
        if (periodMinutes == 1 && _ahead.TryGetValue(stream, out var ahead) && ahead.Has(queries, start, end))
            return ahead.Within(start, end);
        foreach (var chunk in queries.Chunk(MostQueries))
            await PagesAsync(series, [.. chunk.Select(query => Query(stream, query, periodMinutes))], start, end, cancellationToken);
        return series;
    }

    private async Task PagesAsync(
        Dictionary<string, Series> series, List<MetricDataQuery> queries, DateTimeOffset start, DateTimeOffset end,
        CancellationToken cancellationToken)
    {
        var request = new GetMetricDataRequest
        {
            StartTime = start.UtcDateTime, EndTime = end.UtcDateTime, ScanBy = ScanBy.TimestampAscending, MetricDataQueries = queries,
        };
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

    private sealed record ReadAhead(MetricRequest Request, Dictionary<string, Series> Series)
    {
        public bool Has(IReadOnlyList<MetricQuery> queries, DateTimeOffset start, DateTimeOffset end) =>
            Request.Start <= start && end <= Request.End && queries.All(query => Request.Queries.Contains(query));

        public Dictionary<string, Series> Within(DateTimeOffset start, DateTimeOffset end) =>
            Series.ToDictionary(series => series.Key, series => series.Value.Within(start, end), StringComparer.Ordinal);
    }
}
