using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Brings a stream to a number of equal shards, by splits and merges at one moment.</summary>
internal static class UpdateShardCount
{
    public static readonly Operation Operation = new(
        "UpdateShardCount",
        [
            Member.Choice("ScalingType", "UNIFORM_SCALING").Required(), Member.Number("TargetShardCount", 1).Required(), Members.StreamName,
            Members.StreamArn, Operations.Operation.StreamId,
        ],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(10);
        var target = call.Input.Number("TargetShardCount")!.Value;
        var stream = call.RequireActive();
        lock (stream.Gate)
        {
            var open = stream.Routes.Shards.Length;
            Check(call, stream, open, target);
            stream.CountUpdate(call.Now);
            call.Reply.StartObject();
            call.Reply.Text("StreamName"u8, stream.Name);
            call.Reply.Text("StreamARN"u8, stream.Arn);
            call.Reply.Number("CurrentShardCount"u8, open);
            call.Reply.Number("TargetShardCount"u8, target);
            call.Reply.EndObject();
            Resharding.Begin(
                call, stream, ReshardPlan.Steps(stream.Routes.Starts, (int)target), (int)target,
                    call.Store.Options.ReshardDuration(open, (int)target));
        }

        stream.Settle(call.Now);
    }

    private static void Check(Call call, KinesisStream stream, int open, long target)
    {
        if (stream.Status != StreamStatus.Active)
        {
            throw Refusals.NotActive(stream);
        }

        if (stream.IsOnDemand)
        {
            throw Refusals.IsOnDemand(stream);
        }

        if (target > 2L * open)
        {
            throw Refusals.MoreThanDouble(open, target);
        }

        // Half of an odd count is not documented; rounded up, as other emulators do.
        if (target < (open + 1) / 2)
        {
            throw Refusals.LessThanHalf(open, target);
        }

        if (target == open)
        {
            throw Refusals.SameCount(open, target);
        }

        Resharding.RequireRoom(call, (int)target - open);
        var limit = call.Store.Options.DailyShardCountUpdates;
        if (call.Store.Options.EnforceLimits && stream.UpdatesInDayBefore(call.Now) >= limit)
        {
            throw Refusals.UpdatedTooOften(stream, limit);
        }
    }
}
