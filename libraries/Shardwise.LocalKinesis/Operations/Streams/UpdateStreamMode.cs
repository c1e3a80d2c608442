using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Switches between provisioned and on-demand, twice a day at most; the shards stay.</summary>
internal static class UpdateStreamMode
{
    public static readonly Operation Operation = new(
        "UpdateStreamMode",
        [Members.StreamArn.Required(), Members.StreamModeDetails.Required(), Members.WarmThroughput, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        var stream = call.RequireActive();
        lock (stream.Gate)
        {
            stream.ModeSwitches.RemoveAll(at => at <= call.Now - TimeSpan.FromDays(1));
            if (stream.ModeSwitches.Count >= 2 && call.Store.Options.EnforceLimits)
            {
                throw Refusals.ModeSwitchedTwice(stream);
            }

            var toOnDemand = call.Input.Structure("StreamModeDetails")!.Text("StreamMode") == "ON_DEMAND";
            if (!toOnDemand && call.Input.Has("WarmThroughputMiBps"))
            {
                throw Refusals.OnDemandOnly("WarmThroughputMiBps");
            }

            if (stream.Status != StreamStatus.Active)
            {
                throw Refusals.NotActive(stream);
            }

            var warm = (int?)call.Input.Number("WarmThroughputMiBps");
            if (warm is { } asked)
            {
                UpdateStreamWarmThroughput.Require(call, toOnDemand, asked);
            }

            stream.ModeSwitches.Add(call.Now);
            stream.Begin(StreamStatus.Updating, call.Store.Options.StateChangeDuration, call.Now, now =>
            {
                (stream.IsOnDemand, stream.WarmThroughput) = (toOnDemand, warm);
                stream.DistributesByItself &= toOnDemand;
                if (warm > stream.Routes.Shards.Length)
                {
                    stream.Reshard(ReshardPlan.Steps(stream.Routes.Starts, warm.Value), now);
                }
            });
        }

        stream.Settle(call.Now);
    }
}
