using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>What the three operations that change shards share.</summary>
internal static class Resharding
{
    /// <exception cref="Refusal">The stream or the shard is not one to split or merge.</exception>
    public static void RequireSplittable(KinesisStream stream, Shard shard)
    {
        if (stream.Status != StreamStatus.Active)
        {
            throw Refusals.NotActive(stream);
        }

        if (stream.IsOnDemand)
        {
            throw Refusals.IsOnDemand(stream);
        }

        if (!shard.IsOpen)
        {
            throw Refusals.ShardClosed(stream, shard);
        }
    }

    /// <exception cref="Refusal">The account has no room for more shards.</exception>
    public static void RequireRoom(Call call, int added)
    {
        var (open, limit) = (call.OpenShardsInAccount(), call.Store.Options.ShardLimit);
        if (added > 0 && open + added > limit)
        {
            throw Refusals.ShardLimit(call.Scope, open, limit, added);
        }
    }

    /// <summary>The stream is UPDATING until its time is over; then parents close and children are there, at one moment.</summary>
    public static void Begin(Call call, KinesisStream stream, IReadOnlyList<ReshardStep> steps, int target, TimeSpan lasts)
    {
        var from = stream.Routes.Shards.Length;
        stream.TargetShards = target;
        stream.Begin(StreamStatus.Updating, lasts, call.Now, now =>
        {
            stream.Reshard(steps, now);
            stream.TargetShards = null;
            call.Store.Announce(stream, new Resharded(stream.Name, from, target, now));
        });
    }
}
