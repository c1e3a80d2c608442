using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Sets the throughput that an on-demand stream takes at once, or releases what it has beyond it; needs the account's commitment.</summary>
internal static class UpdateStreamWarmThroughput
{
    // UpdateStreamWarmThroughput in the API reference: 10 GiB/s by default.
    public const int MostMiBps = 10_240;

    public static readonly Operation Operation = new(
        "UpdateStreamWarmThroughput",
        [Members.WarmThroughput.Required(), Members.StreamName, Members.StreamArn, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        var stream = call.RequireActive();
        lock (stream.Gate)
        {
            Require(call, stream.IsOnDemand, call.Input.Number("WarmThroughputMiBps")!.Value);
            if (stream.Status != StreamStatus.Active)
            {
                throw Refusals.NotActive(stream);
            }

            var (warm, open) = ((int)call.Input.Number("WarmThroughputMiBps")!.Value, stream.Routes.Shards.Length);
            var goal = Goal(stream, warm, open, call.Now);
            if (goal == open)
            {
                stream.Begin(StreamStatus.Updating, call.Store.Options.StateChangeDuration, call.Now, _ => { });
            }
            else
            {
                Resharding.Begin(
                    call, stream, ReshardPlan.Steps(stream.Routes.Starts, goal), goal, call.Store.Options.ReshardDuration(open, goal));
            }

            stream.WarmThroughput = warm;
            call.Reply.StartObject();
            call.Reply.Text("StreamARN"u8, stream.Arn);
            call.Reply.Text("StreamName"u8, stream.Name);
            Write(call.Reply, stream, open);
            call.Reply.EndObject();
        }

        stream.Settle(call.Now);
    }

    // "Update a stream" in the developer guide: up to what is asked for, at least; what is asked for or less releases, and keeps what the peak of the
    // last hour takes.
    private static int Goal(KinesisStream stream, int warm, int open, DateTimeOffset now) => warm > open ? warm
        : warm <= (stream.WarmThroughput ?? 0) ? Math.Min(open, Math.Max(1, Math.Max(warm, stream.NeededInLastHour(now))))
        : open;

    /// <exception cref="Refusal">The stream, the account or the amount is not one for warm throughput.</exception>
    public static void Require(Call call, bool isOnDemand, long warm)
    {
        if (!isOnDemand || !IsCommitted(call))
        {
            throw Refusals.CommitmentNeeded();
        }

        if (warm > MostMiBps)
        {
            throw Refusals.TooWarm(warm, MostMiBps);
        }
    }

    public static bool IsCommitted(Call call) => call.Store.Settings.GetValueOrDefault(call.Scope) is { IsEnabled: true };

    public static void Write(ReplyWriter reply, KinesisStream stream, int current)
    {
        reply.Name("WarmThroughput"u8);
        reply.StartObject();
        reply.Number("TargetMiBps"u8, stream.WarmThroughput ?? 0);
        reply.Number("CurrentMiBps"u8, current);
        reply.EndObject();
    }
}
