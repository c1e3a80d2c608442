using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Describes a stream with its shards, a page of them.</summary>
internal static class DescribeStream
{
    public static readonly Operation Operation = new(
        "DescribeStream",
        [
            Member.Number("Limit", 1, 10_000), Members.ShardId.Named("ExclusiveStartShardId"), Members.StreamName, Members.StreamArn,
            Operations.Operation.StreamId,
        ],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(10);
        var after = call.Input.Text("ExclusiveStartShardId") is { } id ? call.RequireShardIndex(call.StreamName(), id) : -1;
        var stream = call.RequireStream();
        // The documentation: 100 shards unless asked otherwise, and never more than 10,000.
        var limit = (int)(call.Input.Number("Limit") ?? 100);
        lock (stream.Gate)
        {
            var listed = stream.Status == StreamStatus.Creating
                ? [] : stream.Shards.Where(shard => shard.Index > after && stream.IsListed(shard, call.Now)).Take(limit + 1).ToList();
            call.Reply.StartObject();
            call.Reply.Name("StreamDescription"u8);
            call.Reply.StartObject();
            Answers.Description(call.Reply, stream);
            call.Reply.Array("Shards"u8, listed.Take(limit), Answers.Shard);
            call.Reply.Flag("HasMoreShards"u8, listed.Count > limit);
            call.Reply.EndObject();
            call.Reply.EndObject();
        }
    }
}
