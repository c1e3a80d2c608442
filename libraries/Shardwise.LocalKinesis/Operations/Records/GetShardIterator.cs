using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Says where to read a shard from.</summary>
internal static class GetShardIterator
{
    public static readonly Operation Operation = new(
        "GetShardIterator",
        [
            Members.ShardId.Required(), Members.IteratorType.Required(), Members.SequenceNumber.Named("StartingSequenceNumber"), Members.StreamName,
            Members.Timestamp, Members.StreamArn, Members.DryRun, Operations.Operation.StreamId,
        ],
        Do);

    private static void Do(Call call)
    {
        var name = call.StreamName();
        var index = call.RequireShardIndex(name, call.Required("ShardId"));
        var stream = call.Store.Find(call.Scope, name, call.Now);
        var shard = stream is null || stream.Status == StreamStatus.Creating ? null : stream.FindShard(index);
        if (shard is null || !stream!.IsListed(shard, call.Now))
        {
            throw Refusals.ShardDoesNotExist(call.Scope, name, Shard.IdOf(index));
        }

        call.Use(stream);
        if (!call.Store.Admit($"GetShardIterator|{stream.Scope.Account}|{stream.Scope.Region}|{stream}|{index}", 5, call.Now))
        {
            throw Refusals.ReadRateExceeded(stream, shard.Id);
        }

        var start = new StartingPoint(call.Required("ShardIteratorType"), call.Input.Text("StartingSequenceNumber"),
            call.Input.Milliseconds("Timestamp"));
        var position = start.Resolve(stream, shard, call.Now);
        call.EndDryRun(stream);
        var iterator = new ShardIterator(
            stream.Scope, stream.Name, stream.CreatedAt.ToUnixTimeMilliseconds(), shard.Index, position, call.Now.ToUnixTimeMilliseconds());
        call.Reply.StartObject();
        call.Reply.Text("ShardIterator"u8, iterator.ToString());
        call.Reply.EndObject();
    }
}
