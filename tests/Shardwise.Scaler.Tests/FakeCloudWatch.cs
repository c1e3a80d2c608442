using System.Globalization;
using Amazon;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;

namespace Shardwise.Scaler.Tests;

/// <summary>Datapoints by metric name and minute; answers in pages and records every call.</summary>
internal sealed class FakeCloudWatch(List<string> calls) : AmazonCloudWatchClient(new BasicAWSCredentials("id", "secret"), RegionEndpoint.USEast1)
{
    public Dictionary<(string Metric, DateTimeOffset Minute), double> Datapoints { get; } = [];
    public int DatapointsAPage { get; set; } = 500;
    public HashSet<string> Incomplete { get; } = [];
    public Exception? Failure { get; set; }
    public List<GetMetricDataRequest> Requests { get; } = [];

    public override Task<GetMetricDataResponse> GetMetricDataAsync(GetMetricDataRequest request, CancellationToken cancellationToken = default)
    {
        calls.Add("cloudwatch:GetMetricData");
        Requests.Add(request);
        if (Failure is not null)
            throw Failure;

        var first = request.NextToken is null ? 0 : int.Parse(request.NextToken, CultureInfo.InvariantCulture);
        var results = request.MetricDataQueries.ConvertAll(query => (Query: query, All: Matching(query, request)));
        var more = results.Any(result => result.All.Count > first + DatapointsAPage);
        return Task.FromResult(new GetMetricDataResponse
        {
            NextToken = more ? (first + DatapointsAPage).ToString(CultureInfo.InvariantCulture) : null,
            MetricDataResults = results.ConvertAll(result => Result(result.Query, result.All.Skip(first).Take(DatapointsAPage).ToList(), more)),
        });
    }

    private MetricDataResult Result(MetricDataQuery query, List<KeyValuePair<(string Metric, DateTimeOffset Minute), double>> page, bool more) => new()
    {
        Id = query.Id,
        StatusCode = more || Incomplete.Contains(query.MetricStat.Metric.MetricName) ? StatusCode.PartialData : StatusCode.Complete,
        Timestamps = page.Count == 0 ? null : page.ConvertAll(datapoint => datapoint.Key.Minute.UtcDateTime),
        Values = page.Count == 0 ? null : page.ConvertAll(datapoint => datapoint.Value),
    };

    private List<KeyValuePair<(string Metric, DateTimeOffset Minute), double>> Matching(MetricDataQuery query, GetMetricDataRequest request) =>
        [.. Datapoints.Where(datapoint => datapoint.Key.Metric == query.MetricStat.Metric.MetricName
            && datapoint.Key.Minute.UtcDateTime >= request.StartTime && datapoint.Key.Minute.UtcDateTime < request.EndTime)
            .OrderBy(datapoint => datapoint.Key.Minute)];
}
