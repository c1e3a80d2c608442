using System.Globalization;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Splits a shard at a hash key.</summary>
internal static class SplitShard
{
    public static readonly Operation Operation = new(
        "SplitShard",
        [
            Members.HashKey.Named("NewStartingHashKey").Required(), Members.StreamName, Members.ShardId.Named("ShardToSplit").Required(),
            Members.StreamArn, Operations.Operation.StreamId,
        ],
        Do);

    private static void Do(Call call)
    {
        var (id, text) = (call.Required("ShardToSplit"), call.Required("NewStartingHashKey"));
        var index = call.RequireShardIndex(call.StreamName(), id);
        var stream = call.RequireActive();
        var shard = stream.FindShard(index) ?? throw Refusals.ShardNotFound(stream.Scope, stream.Name, Shard.IdOf(index));
        call.LimitStream(stream, 5);
        lock (stream.Gate)
        {
            Resharding.RequireSplittable(stream, shard);
            Resharding.RequireRoom(call, 1);
            // A key of 39 digits may be beyond the last.
            if (!UInt128.TryParse(text, CultureInfo.InvariantCulture, out var key) || key < shard.Range.Start + 2 || key >= shard.Range.End)
            {
                throw Refusals.SplitKeyOutOfRange(stream, shard, text);
            }

            Resharding.Begin(call, stream, [new ReshardStep(IsSplit: true, key)], stream.Routes.Shards.Length + 1,
                call.Store.Options.SplitMergeDuration);
        }

        stream.Settle(call.Now);
    }
}
