using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Cli.Aws;
using Shardwise.Cli.Traces;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Planning;

/// <summary>Reads a stream and two weeks of its metrics, and changes nothing: DescribeStreamSummary and GetMetricData.</summary>
/// <param name="kinesis">The Kinesis client.</param>
/// <param name="cloudWatch">The CloudWatch client.</param>
/// <param name="region">Where.</param>
/// <param name="tell">Gets a line for each thing that a reader of the figures must know.</param>
internal sealed class StreamHistoryReader(IAmazonKinesis kinesis, IAmazonCloudWatch cloudWatch, string region, Action<string> tell)
{
    // CloudWatch keeps minutes for 15 days. One day of margin, so that none of them has been summed up meanwhile.
    private const int Days = 14;

    // A minute is whole about a minute after its end.
    private const int LateMinutes = 2;

    // Two weeks of three metrics are 60,480 datapoints, one page of 100,800; more pages than this is a server that repeats itself.
    private const int MostPages = 50;

    private const int MostPagesOfNames = 1_000;

    private const string Bytes = "IncomingBytes";
    private const string Records = "IncomingRecords";
    private const string Throttled = "WriteProvisionedThroughputExceeded";

    /// <exception cref="InputException">There is no such stream.</exception>
    /// <exception cref="FailureException">It could not be read, or there is nothing to read.</exception>
    public async Task<ObservedStream> ReadAsync(string stream, DateTimeOffset now, CancellationToken cancellationToken) =>
        await ReadIfAnyAsync(stream, now, cancellationToken).ConfigureAwait(false)
        ?? throw new FailureException(
            $"stream {stream} in {region} has no {Bytes} and {Records} in the last {Days} days: there is nothing to replay");

    /// <summary>The names of all streams.</summary>
    /// <exception cref="FailureException">They could not be read.</exception>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        try
        {
            for (var page = 0; page < MostPagesOfNames; page++)
            {
                var request = new ListStreamsRequest { ExclusiveStartStreamName = names.LastOrDefault() };
                var response = await kinesis.ListStreamsAsync(request, cancellationToken).ConfigureAwait(false);
                names.AddRange(response.StreamNames ?? []);
                if (response.HasMoreStreams is not true || response.StreamNames is not { Count: > 0 })
                    return names;
            }
        }
        catch (Exception exception) when (AwsProblem.Of(
            exception, "kinesis:ListStreams", "*", region, "plan --all needs kinesis:ListStreams beside what plan needs") is { } problem)
        {
            throw problem;
        }

        throw new FailureException($"kinesis:ListStreams in {region} has not come to an end after {MostPagesOfNames} pages");
    }

    /// <summary>The same of a stream that may have had no traffic, of which there is nothing.</summary>
    /// <exception cref="InputException">There is no such stream.</exception>
    /// <exception cref="FailureException">It could not be read.</exception>
    public async Task<ObservedStream?> ReadIfAnyAsync(string stream, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var summary = await SummaryAsync(stream, cancellationToken).ConfigureAwait(false);
        var end = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(-LateMinutes);
        var start = end.AddDays(-Days);
        var sums = await MetricsAsync(stream, start, end, cancellationToken).ConfigureAwait(false);
        var first = sums[Bytes].Keys.Where(sums[Records].ContainsKey).Order().FirstOrDefault(-1);
        if (first < 0)
            return null;

        var minutes = Enumerable.Range(first, (Days * 1_440) - first).Select(minute =>
            sums[Bytes].TryGetValue(minute, out var bytes) && sums[Records].TryGetValue(minute, out var records)
                ? OfferedTraffic.Of(bytes, records, sums[Throttled].GetValueOrDefault(minute))
                : TraceMinute.Unknown);
        return new ObservedStream(stream, new Trace(stream, [.. minutes]))
        {
            Region = region,
            From = start.AddMinutes(first),
            OpenShards = summary.OpenShardCount,
            IsOnDemand = summary.StreamModeDetails?.StreamMode == StreamMode.ON_DEMAND,
        };
    }

    private async Task<StreamDescriptionSummary> SummaryAsync(string stream, CancellationToken cancellationToken)
    {
        try
        {
            var request = new DescribeStreamSummaryRequest { StreamName = stream };
            var response = await kinesis.DescribeStreamSummaryAsync(request, cancellationToken).ConfigureAwait(false);
            return response.StreamDescriptionSummary;
        }
        catch (Exception exception) when (AwsProblem.Of(exception, "kinesis:DescribeStreamSummary", stream, region) is { } problem)
        {
            throw problem;
        }
    }

    // By metric: the sum of each minute that has one, counted from the start.
    private async Task<Dictionary<string, Dictionary<int, double>>> MetricsAsync(
        string stream, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        string[] metrics = [Bytes, Records, Throttled];
        var sums = metrics.ToDictionary(metric => metric, _ => new Dictionary<int, double>());
        var request = new GetMetricDataRequest
        {
            StartTime = start.UtcDateTime,
            EndTime = end.UtcDateTime,
            ScanBy = ScanBy.TimestampAscending,
            MetricDataQueries = [.. metrics.Select((metric, i) => Query(stream, metric, i))],
        };
        for (var page = 0; page < MostPages; page++)
        {
            var response = await PageAsync(request, stream, cancellationToken).ConfigureAwait(false);
            foreach (var result in response.MetricDataResults ?? [])
                Add(sums[metrics[result.Id[^1] - '0']], result, start);
            request.NextToken = response.NextToken;
            if (string.IsNullOrEmpty(response.NextToken))
            {
                // With pages to come it is the way of things.
                foreach (var partial in (response.MetricDataResults ?? []).Where(result => result.StatusCode == StatusCode.PartialData))
                    tell($"CloudWatch told {metrics[partial.Id[^1] - '0']} of {stream} in part only (PartialData): minutes without it count as "
                        + "unknown");
                return sums;
            }
        }

        throw new FailureException($"cloudwatch:GetMetricData for stream {stream} in {region} has not come to an end after {MostPages} pages");
    }

    private async Task<GetMetricDataResponse> PageAsync(GetMetricDataRequest request, string stream, CancellationToken cancellationToken)
    {
        try
        {
            return await cloudWatch.GetMetricDataAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (AwsProblem.Of(exception, "cloudwatch:GetMetricData", stream, region) is { } problem)
        {
            throw problem;
        }
    }

    private static void Add(Dictionary<int, double> sums, MetricDataResult result, DateTimeOffset start)
    {
        foreach (var (timestamp, value) in (result.Timestamps ?? []).Zip(result.Values ?? []))
        {
            var minute = (int)Math.Round((DateTime.SpecifyKind(timestamp, DateTimeKind.Utc) - start.UtcDateTime).TotalMinutes);
            if (minute is >= 0 and < Days * 1_440 && double.IsFinite(value) && value >= 0)
                sums[minute] = value;
        }
    }

    private static MetricDataQuery Query(string stream, string metric, int index) => new()
    {
        Id = $"m{index}",
        ReturnData = true,
        MetricStat = new MetricStat
        {
            Metric = new Metric
            {
                Namespace = "AWS/Kinesis", MetricName = metric, Dimensions = [new Dimension { Name = "StreamName", Value = stream }],
            },
            Period = 60,
            Stat = "Sum",
        },
    };
}
