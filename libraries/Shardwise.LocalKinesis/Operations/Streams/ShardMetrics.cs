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

    /// <summary>The metrics named, where ALL names each.</summary>
    public static IEnumerable<string> Named(List<object?> names) => names.Contains("ALL") ? All : names.OfType<string>();

    public static void Write(ReplyWriter reply, KinesisStream stream, IEnumerable<string> before)
    {
        reply.StartObject();
        reply.Text("StreamName"u8, stream.Name);
        reply.Text("StreamARN"u8, stream.Arn);
        reply.Texts("CurrentShardLevelMetrics"u8, before);
        reply.Texts("DesiredShardLevelMetrics"u8, stream.ShardLevelMetrics);
        reply.EndObject();
    }
}
