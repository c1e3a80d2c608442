using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;

namespace Shardwise.Scaler;

/// <summary>What CloudWatch knows of one minute.</summary>
internal readonly record struct MetricMinute(DateTimeOffset Start, double Bytes, double Records, double ThrottledRecords);

/// <summary>
/// Reads the visible minutes of a stream from CloudWatch, and tells "nothing" from "not known".
/// </summary>
/// <remarks>
/// Kinesis puts out no datapoint for a minute without a call, and CloudWatch shows a minute late, so a missing datapoint has two
/// meanings. A minute counts as known only when both IncomingBytes and IncomingRecords have a datapoint. In a known minute, missing
/// WriteProvisionedThroughputExceeded means that nothing was throttled, unless CloudWatch says that its answer is not complete. Any other
/// minute is left out, also one with throttling alone: what was accepted in it is late. A stream without traffic has no known minutes,
/// and so keeps its shards: idle and unseen look the same, and only one of them may be shrunk.
/// </remarks>
internal sealed class TrafficReader(IAmazonCloudWatch cloudWatch)
{
    private const string Bytes = "bytes";
    private const string Records = "records";
    private const string Throttled = "throttled";

    // 1,455 minutes of three metrics fit one page of 100,800 datapoints; more pages than this is a server that repeats itself.
    private const int MostPages = 20;

    /// <summary>Known minutes, oldest first, that ended a minute or more before now: a newer one may still be partial.</summary>
    /// <exception cref="AwsCallException">The metrics could not be read.</exception>
    public async Task<IReadOnlyList<MetricMinute>> ReadAsync(string stream, DateTimeOffset now, int minutes, CancellationToken cancellationToken)
    {
        var end = WholeMinute(now).AddMinutes(-1);
        var series = new Dictionary<string, Series>(StringComparer.Ordinal);
        string? page = null;
        for (var i = 0; i < MostPages; i++)
        {
            var request = Request(stream, end.AddMinutes(-minutes), end, page);
            var response = await AwsCall.RunAsync("GetMetricData", () => cloudWatch.GetMetricDataAsync(request, cancellationToken));
            foreach (var result in response.MetricDataResults ?? [])
                Add(series, result, end);
            page = response.NextToken;
            if (string.IsNullOrEmpty(page))
                break;
        }

        return Known(series);
    }

    public static DateTimeOffset WholeMinute(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private static List<MetricMinute> Known(Dictionary<string, Series> series)
    {
        var (bytes, records, throttled) = (Of(series, Bytes), Of(series, Records), Of(series, Throttled));
        return [.. from minute in bytes.Values
            where records.Values.ContainsKey(minute.Key) && (throttled.Complete || throttled.Values.ContainsKey(minute.Key))
            select new MetricMinute(minute.Key, minute.Value, records.Values[minute.Key], throttled.Values.GetValueOrDefault(minute.Key))];
    }

    private static Series Of(Dictionary<string, Series> series, string id) => series.GetValueOrDefault(id) ?? new Series();

    private static void Add(Dictionary<string, Series> series, MetricDataResult result, DateTimeOffset end)
    {
        if (result.Id is not { } id)
            return;
        if (!series.TryGetValue(id, out var known))
            series[id] = known = new Series();

        // Of several pages the last one's status counts; a missing one is no news.
        known.Complete = result.StatusCode is null ? known.Complete : result.StatusCode == StatusCode.Complete;
        foreach (var (timestamp, value) in (result.Timestamps ?? []).Zip(result.Values ?? []))
        {
            // Timestamps come through a double: a moment before the minute is the minute.
            var minute = WholeMinute(new DateTimeOffset(DateTime.SpecifyKind(timestamp, DateTimeKind.Utc)).AddSeconds(1));
            if (minute < end && double.IsFinite(value) && value >= 0)
                known.Values[minute] = value;
        }
    }

    private static GetMetricDataRequest Request(string stream, DateTimeOffset start, DateTimeOffset end, string? page) => new()
    {
        StartTime = start.UtcDateTime,
        EndTime = end.UtcDateTime,
        ScanBy = ScanBy.TimestampAscending,
        NextToken = page,
        MetricDataQueries =
        [
            Query(stream, Bytes, "IncomingBytes"),
            Query(stream, Records, "IncomingRecords"),
            Query(stream, Throttled, "WriteProvisionedThroughputExceeded"),
        ],
    };

    private static MetricDataQuery Query(string stream, string id, string metric) => new()
    {
        Id = id,
        ReturnData = true,
        MetricStat = new MetricStat
        {
            Metric = new Metric { Namespace = "AWS/Kinesis", MetricName = metric, Dimensions = [new Dimension { Name = "StreamName", Value = stream }] },
            Period = 60,
            Stat = "Sum",
        },
    };

    private sealed class Series
    {
        public bool Complete { get; set; } = true;
        public SortedDictionary<DateTimeOffset, double> Values { get; } = [];
    }
}
