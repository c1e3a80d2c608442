using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Merges two shards whose ranges are neighbours, the lower one named first.</summary>
internal static class MergeShards
{
    public static readonly Operation Operation = new(
        "MergeShards",
        [
            Members.ShardId.Named("ShardToMerge").Required(), Members.ShardId.Named("AdjacentShardToMerge").Required(), Members.StreamName,
            Members.StreamArn, Operations.Operation.StreamId,
        ],
        Do);

    private static void Do(Call call)
    {
        var name = call.StreamName();
        int[] indices = [call.RequireShardIndex(name, call.Required("ShardToMerge")),
            call.RequireShardIndex(name, call.Required("AdjacentShardToMerge"))];
        var stream = call.RequireActive();
        var shards = Array.ConvertAll(indices, index => stream.FindShard(index)
            ?? throw Refusals.ShardNotFound(stream.Scope, stream.Name, Shard.IdOf(index)));
        call.LimitStream(stream, 5);
        lock (stream.Gate)
        {
            foreach (var shard in shards)
            {
                Resharding.RequireSplittable(stream, shard);
            }

            if (shards[0].Range.End == UInt128.MaxValue || shards[0].Range.End + 1 != shards[1].Range.Start)
            {
                throw Refusals.NotAdjacent(stream, shards[0], shards[1]);
            }

            Resharding.Begin(
                call, stream, [new ReshardStep(IsSplit: false, shards[1].Range.Start)], stream.Routes.Shards.Length - 1,
                    call.Store.Options.SplitMergeDuration);
        }

        stream.Settle(call.Now);
    }
}
