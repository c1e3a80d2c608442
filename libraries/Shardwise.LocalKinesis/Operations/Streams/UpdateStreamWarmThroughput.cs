using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Sets the throughput that an on-demand stream takes at once; needs the account's commitment.</summary>
internal static class UpdateStreamWarmThroughput
{
    public static readonly Operation Operation = new(
        "UpdateStreamWarmThroughput",
        [Members.WarmThroughput.Required(), Members.StreamName, Members.StreamArn, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        var stream = call.RequireActive();
        call.LimitStream(stream, 5);
        lock (stream.Gate)
        {
            if (!stream.IsOnDemand || call.Store.Settings.GetValueOrDefault(stream.Scope) is not { IsEnabled: true })
            {
                throw Refusals.CommitmentNeeded();
            }

            if (stream.Status != StreamStatus.Active)
            {
                throw Refusals.NotActive(stream);
            }

            var warm = (int)call.Input.Number("WarmThroughputMiBps")!.Value;
            stream.Begin(StreamStatus.Updating, call.Store.Options.StateChangeDuration, call.Now, _ => stream.WarmThroughput = warm);
            call.Reply.StartObject();
            call.Reply.Text("StreamARN"u8, stream.Arn);
            call.Reply.Text("StreamName"u8, stream.Name);
            Write(call.Reply, warm);
            call.Reply.EndObject();
        }

        stream.Settle(call.Now);
    }

    public static void Write(ReplyWriter reply, int warm)
    {
        reply.Name("WarmThroughput"u8);
        reply.StartObject();
        reply.Number("TargetMiBps"u8, warm);
        reply.Number("CurrentMiBps"u8, warm);
        reply.EndObject();
    }
}
