using Amazon.Kinesis;
using Amazon.Kinesis.Model;

namespace Shardwise.Scaler;

/// <summary>Carries a decision out, or says why not.</summary>
/// <param name="kinesis">
/// A client that does not retry: a call whose answer got lost may have been accepted, and a second one would only be told that the
/// stream is in use, so that an operation would be missing from the ledger.
/// </param>
internal sealed class Resharder(IAmazonKinesis kinesis)
{
    public async Task<(string Outcome, string? Problem)> ReshardAsync(string stream, int shards, CancellationToken cancellationToken)
    {
        try
        {
            await AwsCall.RunAsync("UpdateShardCount", () => kinesis.UpdateShardCountAsync(
                new UpdateShardCountRequest { StreamName = stream, TargetShardCount = shards, ScalingType = ScalingType.UNIFORM_SCALING },
                cancellationToken));
            return (Outcome.Accepted, null);
        }
        catch (AwsCallException error)
        {
            return (OutcomeOf(error.Failure), error.Message);
        }
    }

    private static string OutcomeOf(AwsFailure failure) => failure switch
    {
        AwsFailure.Throttled => Outcome.Throttled,
        AwsFailure.LimitExceeded => Outcome.LimitExceeded,
        AwsFailure.InUse => Outcome.ResourceInUse,
        AwsFailure.Invalid => Outcome.InvalidArgument,
        AwsFailure.NotFound => Outcome.StreamNotFound,
        AwsFailure.Unanswered => Outcome.Unanswered,
        _ => Outcome.Failed,
    };
}
