using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Stops counting metrics shard by shard.</summary>
internal static class DisableEnhancedMonitoring
{
    public static readonly Operation Operation = new(
        "DisableEnhancedMonitoring",
        [Members.ShardLevelMetrics.Required(), Members.StreamName, Members.StreamArn, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        var stream = call.RequireActive();
        call.LimitStream(stream, 5);
        lock (stream.Gate)
        {
            if (stream.Status != StreamStatus.Active)
            {
                throw Refusals.NotActive(stream);
            }

            var before = stream.ShardLevelMetrics.ToArray();
            stream.ShardLevelMetrics.ExceptWith(ShardMetrics.Named(call.Input.List("ShardLevelMetrics")));
            ShardMetrics.Write(call.Reply, stream, before);
            stream.Begin(StreamStatus.Updating, call.Store.Options.StateChangeDuration, call.Now, _ => { });
        }

        stream.Settle(call.Now);
    }
}
