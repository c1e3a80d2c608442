using System.Globalization;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.Scaler.Aws;
using Shardwise.Scaler.Basics;
using Shardwise.Scaler.Deciding;
using Shardwise.Scaler.Observing;

namespace Shardwise.Scaler.Acting;

/// <summary>Makes the call of a plan, or says why not.</summary>
/// <param name="kinesis">
/// A client that does not retry: a call whose answer got lost may have been accepted, and a second one would only be told that the
/// stream is in use.
/// </param>
/// <param name="rates">Lets a call through when it is its turn.</param>
internal sealed class Resharder(IAmazonKinesis kinesis, AccountRates rates)
{
    public async Task<(string Outcome, string? Problem)> CallAsync(string stream, ScalingAction step, CancellationToken cancellationToken)
    {
        try
        {
            await AwsCall.TurnAsync(step.Kind.ToString(), step.Kind == ActionKind.UpdateStreamWarmThroughput ? rates.WarmAsync(cancellationToken)
                : rates.ReshardAsync(cancellationToken));
            await AwsCall.RunAsync(step.Kind.ToString(), () => Call(stream, step, cancellationToken));
            return (Outcome.Accepted, null);
        }
        catch (AwsCallException error)
        {
            return (OutcomeOf(error.Failure), error.Message);
        }
    }

    private async Task<bool> Call(string stream, ScalingAction step, CancellationToken cancellationToken)
    {
        switch (step.Kind)
        {
            case ActionKind.UpdateShardCount:
                await kinesis.UpdateShardCountAsync(
                    new UpdateShardCountRequest { StreamName = stream, TargetShardCount = step.ToShards, ScalingType = ScalingType.UNIFORM_SCALING },
                    cancellationToken);
                break;
            case ActionKind.SplitShard:
                var at = step.SplitAt.ToString(CultureInfo.InvariantCulture);
                await kinesis.SplitShardAsync(
                    new SplitShardRequest { StreamName = stream, ShardToSplit = step.Shard.Id, NewStartingHashKey = at }, cancellationToken);
                break;
            case ActionKind.MergeShards:
                await kinesis.MergeShardsAsync(
                    new MergeShardsRequest { StreamName = stream, ShardToMerge = step.Shard.Id, AdjacentShardToMerge = step.Adjacent.Id },
                    cancellationToken);
                break;
            case ActionKind.UpdateStreamWarmThroughput:
                await kinesis.UpdateStreamWarmThroughputAsync(
                    new UpdateStreamWarmThroughputRequest { StreamName = stream, WarmThroughputMiBps = step.ToShards }, cancellationToken);
                break;
            case ActionKind.EnableEnhancedMonitoring:
                await kinesis.EnableEnhancedMonitoringAsync(
                    new EnableEnhancedMonitoringRequest { StreamName = stream, ShardLevelMetrics = [.. ShardMetrics.Names] }, cancellationToken);
                break;
            default:
                await kinesis.DisableEnhancedMonitoringAsync(
                    new DisableEnhancedMonitoringRequest { StreamName = stream, ShardLevelMetrics = [.. ShardMetrics.Names] }, cancellationToken);
                break;
        }

        return true;
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
