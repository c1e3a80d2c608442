using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Scaler.Aws;

namespace Shardwise.Scaler.Acting;

/// <summary>
/// Waits within an invocation until a split or merge has ended: they take about half a minute each, so that two fit into the minute
/// before the next invocation.
/// </summary>
/// <remarks>
/// Looks after 1 s, then each time after 1.5 times as long, up to every 5 s: DescribeStreamSummary allows 20 a second and account.
/// </remarks>
internal sealed class StreamRest(IAmazonKinesis kinesis, TimeProvider clock, AccountRates rates)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private const double PauseGrowth = 1.5;

    /// <summary>Whether the stream came to rest in time; a look that fails ends the wait, since the next minute goes on anyway.</summary>
    public async Task<bool> WaitAsync(string stream, TimeSpan most, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        for (var pause = FirstPause; clock.GetElapsedTime(since) + pause <= most; pause = Longer(pause))
        {
            try
            {
                await Task.Delay(pause, clock, cancellationToken);
                await rates.DescribeAsync(cancellationToken);
                var response = await AwsCall.RunAsync("DescribeStreamSummary", () => kinesis.DescribeStreamSummaryAsync(
                    new DescribeStreamSummaryRequest { StreamName = stream }, cancellationToken));
                if (response.StreamDescriptionSummary?.StreamStatus is { } status && status != StreamStatus.UPDATING)
                    return status == StreamStatus.ACTIVE;
            }
            catch (Exception error) when (error is AwsCallException or OperationCanceledException)
            {
                return false;
            }
        }

        return false;
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * PauseGrowth < LongestPause ? pause * PauseGrowth : LongestPause;
}
