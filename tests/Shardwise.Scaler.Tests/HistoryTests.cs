using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Shardwise.Scaler.Tests.Simulation;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Tests;

public class HistoryTests
{
    private const int HoursAgo = 5;

    private readonly Recorder _policy = new(new Follower());
    private readonly Scaler _scaler;

    public HistoryTests() => _scaler = new Scaler(_policy);

    // The end of the newest whole period of 5 minutes that is not the last one: 11:00.
    private static DateTimeOffset End => Scaler.Now.AddMinutes(-6);

    private TrafficHistory? Newest => _policy.Seen[^1].History;

    private IEnumerable<GetMetricDataRequest> Requests => _scaler.CloudWatch.Requests.Where(request => request.MetricDataQueries[0].MetricStat.Period == 300);

    [Fact]
    public async Task Two_weeks_of_three_sums_are_asked_for_in_periods_of_five_minutes()
    {
        await _scaler.RunAsync();

        var request = Assert.Single(Requests);
        Assert.Equal((End.AddDays(-14).UtcDateTime, End.UtcDateTime), (request.StartTime, request.EndTime));
        Assert.Equal(
            ["IncomingBytes", "IncomingRecords", "WriteProvisionedThroughputExceeded"], request.MetricDataQueries.Select(query => query.MetricStat.Metric.MetricName));
        Assert.All(request.MetricDataQueries, query => Assert.Equal("Sum", query.MetricStat.Stat));
    }

    [Fact]
    public async Task It_is_read_once_an_hour_and_kept_in_between()
    {
        Period(0, 2);
        for (var minute = 0; minute < 60; minute++)
        {
            await _scaler.RunAsync(at: Scaler.Now.AddMinutes(minute));
            Assert.Equal(2, Newest!.DemandShards[0], 1e-9);
        }

        Assert.Single(Requests);
        await _scaler.RunAsync(at: Scaler.Now.AddMinutes(60));
        Assert.Equal(2, Requests.Count());
    }

    [Fact]
    public async Task A_period_without_both_sums_is_not_known_and_one_that_was_throttled_counts_for_more()
    {
        Period(0, 2);
        Period(1, 2);
        Period(2, 2);
        Period(3, 2);
        _scaler.CloudWatch.Datapoints.Remove(("IncomingRecords", At(1)));
        _scaler.CloudWatch.Datapoints.Remove(("IncomingBytes", At(2)));
        // A quarter as many were turned away as were taken.
        _scaler.CloudWatch.Datapoints[("WriteProvisionedThroughputExceeded", At(3))] = 250;

        await _scaler.RunAsync();

        Assert.Equal(At(0), Newest!.Start);
        Assert.Equal(HoursAgo * 12 - 1, Newest.DemandShards.Count);
        Assert.Equal([2, double.NaN, double.NaN, 2.5, double.NaN], Newest.DemandShards.Take(5).Select(demand => Math.Round(demand, 9)));
    }

    [Fact]
    public async Task Without_any_datapoint_there_is_no_history_and_no_zero()
    {
        await _scaler.RunAsync();

        Assert.Null(Newest);
    }

    [Fact]
    public async Task When_it_cannot_be_read_the_last_one_counts_and_it_is_tried_again_after_ten_minutes()
    {
        Period(0, 2);
        await _scaler.RunAsync();
        var known = Newest;
        _scaler.CloudWatch.Failure = new Amazon.CloudWatch.AmazonCloudWatchException("Rate exceeded", ErrorType.Unknown, "Throttling", "request", System.Net.HttpStatusCode.BadRequest);
        await _scaler.RunAsync(at: Scaler.Now.AddMinutes(60));
        await _scaler.RunAsync(at: Scaler.Now.AddMinutes(61));

        Assert.Same(known, Newest);
        Assert.Equal(2, Requests.Count());

        _scaler.CloudWatch.Failure = null;
        await _scaler.RunAsync(at: Scaler.Now.AddMinutes(69));
        Assert.Same(known, Newest);
        await _scaler.RunAsync(at: Scaler.Now.AddMinutes(70));
        Assert.NotSame(known, Newest);
        Assert.Equal(3, Requests.Count());
    }

    private static DateTimeOffset At(int period) => End.AddHours(-HoursAgo).AddMinutes(5 + 5 * period);

    private void Period(int period, double shards)
    {
        _scaler.CloudWatch.Datapoints[("IncomingBytes", At(period))] = 5 * shards * ShardCapacity.BytesPerMinute;
        _scaler.CloudWatch.Datapoints[("IncomingRecords", At(period))] = 1_000;
    }
}
