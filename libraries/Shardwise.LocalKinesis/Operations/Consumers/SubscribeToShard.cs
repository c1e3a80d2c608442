using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Begins a subscription of a consumer to a shard; its events are the answer.</summary>
internal static class SubscribeToShard
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public static readonly Operation Operation = new(
        "SubscribeToShard",
        [
            Members.ConsumerArn.Required(), Members.ShardId.Required(),
            Member.Structure("StartingPosition", Members.IteratorType.Named("Type").Required(), Members.SequenceNumber, Members.Timestamp)
                .Required(),
            Members.DryRun, Operations.Operation.StreamId,
        ],
        Do);

    private static void Do(Call call)
    {
        var arn = call.Required("ConsumerARN");
        var name = StreamArn.Parse(arn)?.Stream ?? throw Refusals.NotAStreamArn(arn);
        var index = call.RequireShardIndex(name, call.Required("ShardId"));
        var (stream, consumer) = Resources.RequireConsumer(call);
        var shard = stream.FindShard(index);
        if (shard is null || !stream.IsListed(shard, call.Now))
        {
            throw Refusals.ShardDoesNotExist(stream.Scope, stream.Name, Shard.IdOf(index));
        }

        var start = call.Input.Structure("StartingPosition")!;
        var position = new StartingPoint(start.Text("Type")!, start.Text("SequenceNumber"), start.Milliseconds("Timestamp"))
            .Resolve(stream, shard, call.Now);
        lock (stream.Gate)
        {
            if (consumer.Status != StreamStatus.Active)
            {
                throw Refusals.ConsumerNotActive(stream, consumer);
            }

            call.EndDryRun(stream);
            call.Subscription = Begin(call, stream, consumer, shard, position);
        }
    }

    private static Subscription Begin(Call call, KinesisStream stream, Consumer consumer, Shard shard, long position)
    {
        if (consumer.Subscriptions.TryGetValue(shard.Index, out var current))
        {
            if (call.Store.Options.EnforceLimits && call.Now - current.StartedAt < Pause)
            {
                throw Refusals.Subscribed(stream, shard, consumer);
            }

            current.End();
        }

        var subscription = new Subscription(stream, consumer, shard, position, call.Now, call.Now + call.Store.Options.SubscriptionLifetime);
        consumer.Subscriptions[shard.Index] = subscription;
        return subscription;
    }
}
