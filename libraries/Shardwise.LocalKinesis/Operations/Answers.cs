using System.Globalization;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Parts that several answers have.</summary>
internal static class Answers
{
    public static void Shard(ReplyWriter reply, Shard shard)
    {
        reply.StartObject();
        reply.Text("ShardId"u8, shard.Id);
        if (shard.Parent is { } parent)
        {
            reply.Text("ParentShardId"u8, Streams.Shard.IdOf(parent));
        }

        if (shard.AdjacentParent is { } adjacent)
        {
            reply.Text("AdjacentParentShardId"u8, Streams.Shard.IdOf(adjacent));
        }

        Range(reply, shard.Range);
        reply.Name("SequenceNumberRange"u8);
        reply.StartObject();
        reply.Text("StartingSequenceNumber"u8, shard.StartNumber);
        reply.Text("EndingSequenceNumber"u8, shard.EndNumber);
        reply.EndObject();
        reply.EndObject();
    }

    /// <summary>The shards that took over from one whose end a reader has reached.</summary>
    public static void ChildShards(ReplyWriter reply, KinesisStream stream, Shard shard) =>
        reply.Array("ChildShards"u8, stream.ChildrenOf(shard), static (writer, child) =>
        {
            writer.StartObject();
            writer.Text("ShardId"u8, child.Id);
            writer.Texts("ParentShards"u8, new[] { child.Parent, child.AdjacentParent }.OfType<int>().Select(Streams.Shard.IdOf));
            Range(writer, child.Range);
            writer.EndObject();
        });

    /// <summary>What both descriptions of a stream have.</summary>
    public static void Description(ReplyWriter reply, KinesisStream stream)
    {
        reply.Text("StreamName"u8, stream.Name);
        reply.Text("StreamARN"u8, stream.Arn);
        reply.Text("StreamStatus"u8, stream.StatusText);
        Mode(reply, stream);
        reply.Number("RetentionPeriodHours"u8, stream.RetentionHours);
        reply.Time("StreamCreationTimestamp"u8, stream.CreatedAt);
        reply.Text("EncryptionType"u8, stream.KeyId is null ? "NONE" : "KMS");
        reply.Text("KeyId"u8, stream.KeyId);
        reply.Name("EnhancedMonitoring"u8);
        reply.StartArray();
        reply.StartObject();
        reply.Texts("ShardLevelMetrics"u8, stream.ShardLevelMetrics);
        reply.EndObject();
        reply.EndArray();
    }

    public static void Mode(ReplyWriter reply, KinesisStream stream)
    {
        reply.Name("StreamModeDetails"u8);
        reply.StartObject();
        reply.Text("StreamMode"u8, stream.IsOnDemand ? "ON_DEMAND" : "PROVISIONED");
        reply.EndObject();
    }

    /// <summary>A consumer's members; only DescribeStreamConsumer names the stream too.</summary>
    public static void Consumer(ReplyWriter reply, Consumer consumer, string? streamArn = null)
    {
        reply.StartObject();
        reply.Text("ConsumerName"u8, consumer.Name);
        reply.Text("ConsumerARN"u8, consumer.Arn);
        reply.Text("ConsumerStatus"u8, KinesisStream.TextOf(consumer.Status));
        reply.Time("ConsumerCreationTimestamp"u8, consumer.CreatedAt);
        reply.Text("StreamARN"u8, streamArn);
        reply.EndObject();
    }

    public static void Tag(ReplyWriter reply, KeyValuePair<string, string> tag)
    {
        reply.StartObject();
        reply.Text("Key"u8, tag.Key);
        reply.Text("Value"u8, tag.Value);
        reply.EndObject();
    }

    private static void Range(ReplyWriter reply, HashKeyRange range)
    {
        reply.Name("HashKeyRange"u8);
        reply.StartObject();
        reply.Text("StartingHashKey"u8, range.Start.ToString(CultureInfo.InvariantCulture));
        reply.Text("EndingHashKey"u8, range.End.ToString(CultureInfo.InvariantCulture));
        reply.EndObject();
    }
}
