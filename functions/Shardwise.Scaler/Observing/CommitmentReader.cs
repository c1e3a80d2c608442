using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Scaler.Aws;

namespace Shardwise.Scaler.Observing;

/// <summary>
/// Whether the account has On-demand Advantage, without which no stream is warmed. Asked at most four times an hour in this process: AWS takes five
/// DescribeAccountSettings a second and account.
/// </summary>
internal sealed class CommitmentReader(IAmazonKinesis kinesis)
{
    private static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private (DateTimeOffset At, bool IsMissing)? _known;

    /// <summary>Whether it is known to be missing; what cannot be read is left to AWS to say.</summary>
    public async Task<bool> IsMissingAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_known is { } known && now - known.At < KnownFor && now >= known.At)
                return known.IsMissing;
        }

        try
        {
            var settings = await AwsCall.RunAsync(
                "DescribeAccountSettings", () => kinesis.DescribeAccountSettingsAsync(new DescribeAccountSettingsRequest(), cancellationToken));
            // It is made until the earliest end that it may have, also after somebody ended it.
            var isMissing = settings.MinimumThroughputBillingCommitment?.Status is not { } status
                || status == MinimumThroughputBillingCommitmentOutputStatus.DISABLED;
            lock (_lock)
                _known = (now, isMissing);
            return isMissing;
        }
        catch (AwsCallException)
        {
            return false;
        }
    }
}
