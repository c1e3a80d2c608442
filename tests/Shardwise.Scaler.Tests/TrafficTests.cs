using Amazon.CloudWatch;
using Amazon.Runtime;

namespace Shardwise.Scaler.Tests;

public class TrafficTests
{
    private readonly Scaler _scaler = new();

    private IEnumerable<Amazon.CloudWatch.Model.GetMetricDataRequest> MinutesRequests => _scaler.CloudWatch.Requests.Where(request =>
        request.MetricDataQueries[0].MetricStat is { Period: 60, Metric.MetricName: "IncomingBytes" });

    private int VisibleMinutes => _scaler.Log.GetProperty("visibleMinutes").GetInt32();

    [Fact]
    public async Task Three_sums_a_minute_are_read_over_an_hour_and_a_quarter()
    {
        await _scaler.RunAsync();

        var request = Assert.Single(MinutesRequests);
        Assert.Equal(Scaler.Now.AddMinutes(-1).UtcDateTime, request.EndTime);
        Assert.Equal(Scaler.Now.AddMinutes(-76).UtcDateTime, request.StartTime);
        Assert.Equal(
            ["IncomingBytes", "IncomingRecords", "WriteProvisionedThroughputExceeded"], request.MetricDataQueries.Select(query => query.MetricStat.Metric.MetricName));
        Assert.All(request.MetricDataQueries, query =>
        {
            Assert.Equal(("AWS/Kinesis", "Sum", 60), (query.MetricStat.Metric.Namespace, query.MetricStat.Stat, query.MetricStat.Period));
            var dimension = Assert.Single(query.MetricStat.Metric.Dimensions);
            Assert.Equal(("StreamName", "clicks"), (dimension.Name, dimension.Value));
        });
    }

    [Fact]
    public async Task The_newest_minute_may_be_partial_and_is_not_seen()
    {
        _scaler.Traffic(0, 2, 0.1);
        _scaler.Traffic(2, 18, 3.96);

        await _scaler.RunAsync(at: Scaler.Now.AddSeconds(25));

        Assert.Equal(18, VisibleMinutes);
        Assert.Equal(5, _scaler.Kinesis.Asked);
    }

    [Fact]
    public async Task A_minute_counts_only_with_both_bytes_and_records()
    {
        _scaler.Kinesis.OpenShards = 12;
        _scaler.Traffic(2, 20, 4.2);
        _scaler.CloudWatch.Datapoints.Remove(("IncomingRecords", Scaler.Now.AddMinutes(-5)));
        _scaler.CloudWatch.Datapoints.Remove(("IncomingBytes", Scaler.Now.AddMinutes(-9)));

        await _scaler.RunAsync();

        Assert.Equal(18, VisibleMinutes);
        Assert.Null(_scaler.Kinesis.Asked);
    }

    [Fact]
    public async Task A_minute_with_throttling_alone_is_late_and_left_out()
    {
        _scaler.Kinesis.OpenShards = 12;
        _scaler.Traffic(3, 20, 4.2);
        _scaler.Datapoint("WriteProvisionedThroughputExceeded", 2, 500);

        await _scaler.RunAsync();

        Assert.Equal(20, VisibleMinutes);
    }

    [Fact]
    public async Task No_throttling_datapoint_means_none_was_throttled_only_when_the_answer_is_complete()
    {
        _scaler.Kinesis.OpenShards = 12;
        _scaler.Traffic(2, 20, 4.2);
        _scaler.Datapoint("WriteProvisionedThroughputExceeded", 2, 0);
        _scaler.CloudWatch.Incomplete.Add("WriteProvisionedThroughputExceeded");

        await _scaler.RunAsync();

        Assert.Equal(1, VisibleMinutes);
        Assert.Null(_scaler.Kinesis.Asked);
    }

    [Fact]
    public async Task Throttled_records_raise_the_demand_and_are_reported()
    {
        _scaler.Traffic(2, 20, 4);
        _scaler.Datapoint("WriteProvisionedThroughputExceeded", 2, 600);

        await _scaler.RunAsync();

        Assert.Equal(8, _scaler.Kinesis.Asked);
        Assert.Equal(6.4, _scaler.Metrics.GetProperty("DemandShards").GetDouble(), 6);
    }

    [Fact]
    public async Task An_answer_in_pages_is_put_together()
    {
        _scaler.Traffic(2, 50, 2.4);
        _scaler.CloudWatch.DatapointsAPage = 20;

        await _scaler.RunAsync();

        Assert.Equal(50, VisibleMinutes);
        Assert.Equal(3, MinutesRequests.Count());
    }

    [Fact]
    public async Task Without_metrics_it_holds_and_leaves_the_load_out_of_its_own_metrics()
    {
        await _scaler.RunAsync();

        Assert.Equal(
            "Hold at 4 shards: no traffic minute is visible, and what is not seen is not taken as quiet, 0 of 10 operations used.",
            _scaler.Log.GetProperty("reason").GetString());
        Assert.False(_scaler.Metrics.TryGetProperty("Utilization", out _));
        Assert.Equal(4, _scaler.Metrics.GetProperty("OpenShards").GetInt32());
    }

    [Fact]
    public async Task With_metrics_throttled_the_minimum_still_holds()
    {
        _scaler.CloudWatch.Failure =
            new AmazonCloudWatchException("Rate exceeded", ErrorType.Unknown, "Throttling", "request", System.Net.HttpStatusCode.BadRequest);

        await _scaler.RunAsync("""{"streamName":"clicks","minShards":6,"maxShards":8,"updateShardCountOnly":true}""");

        Assert.Equal(6, _scaler.Kinesis.Asked);
        Assert.Equal(
            "no metrics in this minute: GetMetricData answered Throttling (HTTP 400): Rate exceeded; "
            + "consumers are not seen in this minute: GetMetricData answered Throttling (HTTP 400): Rate exceeded",
            _scaler.Problem);
    }

    [Fact]
    public async Task A_minute_before_a_reshard_took_effect_is_measured_against_the_shards_it_had()
    {
        _scaler.Kinesis.OpenShards = 8;
        _scaler.Kinesis.Ledger = "v1 2611201103:4-8";
        _scaler.Kinesis.Tags.Add(("shardwise:state", "v1 shards:4 next:8 seen:2611201000=4"));
        _scaler.Traffic(2, 20, 4);

        await _scaler.RunAsync();

        Assert.Equal("v1 shards:8 seen:2611201000=4/2611201106=8", _scaler.Kinesis.State);
        Assert.Equal(
            "Hold at 8 shards: bytes at 100 % of 4 shards in the minute 11:04 UTC, which is 50 % of the 8 now, and a way down is weighed every five minutes, 1 of 10 operations used.",
            _scaler.Log.GetProperty("reason").GetString());
    }
}
