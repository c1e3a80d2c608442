using Amazon;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>CloudWatch, a minute late, and what the stream adds to that.</summary>
internal sealed class SimulatedCloudWatch(SimulatedAccount account) : AmazonCloudWatchClient(new BasicAWSCredentials("id", "secret"), RegionEndpoint.USEast1)
{
    public override Task<GetMetricDataResponse> GetMetricDataAsync(GetMetricDataRequest request, CancellationToken cancellationToken = default)
    {
        var name = request.MetricDataQueries[0].MetricStat.Metric.Dimensions.First(dimension => dimension.Name == "StreamName").Value;
        return account.Served("cloudwatch:GetMetricData", name, stream =>
        {
            if (request.MetricDataQueries.Count is < 1 or > 500)
                throw new InvalidOperationException($"GetMetricData was asked for {request.MetricDataQueries.Count} metrics; it takes 1 to 500.");
            return new GetMetricDataResponse { MetricDataResults = request.MetricDataQueries.ConvertAll(query => ResultOf(Asked(query), query, request)) };
        }, mayBeGone: true);
    }

    private SimulatedStream Asked(MetricDataQuery query)
    {
        var stream = account.Find(query.MetricStat.Metric.Dimensions.First(dimension => dimension.Name == "StreamName").Value);
        stream.MetricsAsked++;
        return stream;
    }

    private static MetricDataResult ResultOf(SimulatedStream stream, MetricDataQuery query, GetMetricDataRequest request)
    {
        var metric = query.MetricStat.Metric;
        var dimension = metric.Dimensions.Find(dimension => dimension.Name != "StreamName")?.Value ?? "";
        var result = new MetricDataResult { Id = query.Id, StatusCode = StatusCode.Complete, Timestamps = [], Values = [] };
        if (query.MetricStat.Period != 60)
            return Summed(stream, metric.MetricName, request, result);
        if (!stream.Datapoints.TryGetValue((metric.MetricName, dimension), out var series))
            return result;
        var newest = stream.Now.AddMinutes(-2) - stream.MetricDelay;
        var last = Math.Min(newest.UtcTicks, request.EndTime!.Value.Ticks - 1);
        for (var minute = request.StartTime!.Value.Ticks; minute <= last; minute += TimeSpan.TicksPerMinute)
        {
            if (series.TryGetValue(minute, out var value))
            {
                result.Timestamps.Add(new DateTime(minute, DateTimeKind.Utc));
                result.Values.Add(value);
            }
        }

        return result;
    }

    private static MetricDataResult Summed(SimulatedStream stream, string metric, GetMetricDataRequest request, MetricDataResult result)
    {
        foreach (var (period, value) in stream.Periods.GetValueOrDefault(metric) ?? [])
        {
            if (period + TimeSpan.FromMinutes(TrafficHistory.PeriodMinutes).Ticks <= (stream.Now.AddMinutes(-1) - stream.MetricDelay).UtcTicks && period >= request.StartTime!.Value.Ticks && period < request.EndTime!.Value.Ticks)
            {
                result.Timestamps.Add(new DateTime(period, DateTimeKind.Utc));
                result.Values.Add(value);
            }
        }

        return result;
    }
}
