using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Removes a consumer; it is DELETING first, and its subscriptions end with it.</summary>
internal static class DeregisterStreamConsumer
{
    public static readonly Operation Operation = new(
        "DeregisterStreamConsumer",
        [Members.StreamArn, Members.ConsumerName, Members.ConsumerArn, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        var (stream, consumer) = Resources.RequireConsumer(call);
        call.LimitStream(stream, 5);
        lock (stream.Gate)
        {
            (consumer.Status, consumer.Due) = (StreamStatus.Deleting, call.Now + call.Store.Options.StateChangeDuration);
            stream.Schedule(call.Store.Options.StateChangeDuration, call.Now);
            foreach (var subscription in consumer.Subscriptions.Values)
            {
                subscription.End();
            }

            call.Store.Save(stream);
        }
    }
}
