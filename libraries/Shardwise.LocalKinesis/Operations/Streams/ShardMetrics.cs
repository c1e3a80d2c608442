using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>The metrics that can be counted shard by shard.</summary>
internal static class ShardMetrics
{
    private static readonly string[] All =
    [
        "IncomingBytes", "IncomingRecords", "IteratorAgeMilliseconds", "OutgoingBytes", "OutgoingRecords", "ReadProvisionedThroughputExceeded",
        "WriteProvisionedThroughputExceeded",
    ];

    /// <summary>Changes what is counted of a stream by what a call names, and answers both.</summary>
    public static void Change(Call call, Action<SortedSet<string>, IEnumerable<string>> change)
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
            change(stream.ShardLevelMetrics, Named(call.Input.List("ShardLevelMetrics")));
            Write(call.Reply, stream, before);
            stream.Begin(StreamStatus.Updating, call.Store.Options.StateChangeDuration, call.Now, _ => { });
        }

        stream.Settle(call.Now);
    }

    // ALL names each.
    private static IEnumerable<string> Named(List<object?> names) => names.Contains("ALL") ? All : names.OfType<string>();

    private static void Write(ReplyWriter reply, KinesisStream stream, IEnumerable<string> before)
    {
        reply.StartObject();
        reply.Text("StreamName"u8, stream.Name);
        reply.Text("StreamARN"u8, stream.Arn);
        reply.Texts("CurrentShardLevelMetrics"u8, before);
        reply.Texts("DesiredShardLevelMetrics"u8, stream.ShardLevelMetrics);
        reply.EndObject();
    }
}
