using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Scaling;

namespace Shardwise.Scaler;

/// <summary>Puts the stream summary, the ledger and the visible minutes together into one observation.</summary>
internal sealed class StreamObserver(IAmazonKinesis kinesis, TrafficReader traffic, Ledger ledger)
{
    // More than the quiet while, so that the policy sees what came before it, and an hour at least.
    private const int MarginMinutes = 15;
    private const int LeastMinutes = 60;

    /// <exception cref="AwsCallException">A call failed that the minute cannot go on without.</exception>
    public async Task<Reading> ReadAsync(ScalingTarget target, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var response = await AwsCall.RunAsync("DescribeStreamSummary", () => kinesis.DescribeStreamSummaryAsync(
            new DescribeStreamSummaryRequest { StreamName = target.StreamName }, cancellationToken));
        var summary = response.StreamDescriptionSummary;
        if (NothingToDecide(target.StreamName, summary) is { } nothing)
            return nothing;

        var minutes = Math.Max(target.ScaleDownAfterMinutes, LeastMinutes) + MarginMinutes;
        var readingLedger = ledger.ReadAsync(target.StreamName, now, cancellationToken);
        var readingTraffic = TrafficAsync(target.StreamName, now, minutes, cancellationToken);
        await Task.WhenAll(readingLedger, readingTraffic);
        var (operations, ledgerProblem) = await readingLedger;
        var (metrics, trafficProblem) = await readingTraffic;

        var open = summary.OpenShardCount!.Value;
        return new Reading
        {
            Problem = ledgerProblem is not null && trafficProblem is not null ? $"{ledgerProblem}; {trafficProblem}" : ledgerProblem ?? trafficProblem,
            Observation = new Observation
            {
                Now = now,
                Target = target,
                OpenShards = open,
                ReshardInFlight = summary.StreamStatus != StreamStatus.ACTIVE,
                Operations = operations,
                Minutes = [.. metrics.Select(minute => new TrafficMinute
                {
                    Start = minute.Start,
                    Bytes = minute.Bytes,
                    Records = minute.Records,
                    ThrottledRecords = minute.ThrottledRecords,
                    OpenShards = OpenShardsAt(minute.Start, operations, open),
                })],
            },
        };
    }

    private static Reading? NothingToDecide(string stream, StreamDescriptionSummary? summary)
    {
        if (summary?.StreamModeDetails?.StreamMode == StreamMode.ON_DEMAND)
            return new Reading { Outcome = Outcome.OnDemand, Reason = $"Stream {stream} is left alone: it is on-demand and scales by itself." };
        if (summary?.StreamStatus is not { } status || status == StreamStatus.CREATING || status == StreamStatus.DELETING || summary.OpenShardCount is not >= 1)
            return new Reading { Outcome = Outcome.NotActive, Reason = $"Stream {stream} is left alone: its status is {summary?.StreamStatus?.Value ?? "unknown"}." };
        return null;
    }

    // Without metrics the bounds still hold, so a throttled CloudWatch ends nothing.
    private async Task<(IReadOnlyList<MetricMinute> Minutes, string? Problem)> TrafficAsync(
        string stream, DateTimeOffset now, int minutes, CancellationToken cancellationToken)
    {
        try
        {
            return (await traffic.ReadAsync(stream, now, minutes, cancellationToken), null);
        }
        catch (AwsCallException error) when (error.Failure is AwsFailure.Throttled or AwsFailure.LimitExceeded)
        {
            return ([], $"no metrics in this minute: {error.Message}");
        }
    }

    // A reshard takes effect minutes after its call, and nothing says when: about 2 minutes and 1 more for each 50 shards that change.
    private static int OpenShardsAt(DateTimeOffset minute, IReadOnlyList<ScalingOperation> operations, int open) =>
        operations.FirstOrDefault(operation =>
            minute < operation.At.AddMinutes(2 + Math.Ceiling(Math.Abs(operation.ToShards - operation.FromShards) / 50.0)))?.FromShards ?? open;
}
