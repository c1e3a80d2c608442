using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Deletes a stream; it is DELETING first, and still described.</summary>
internal static class DeleteStream
{
    public static readonly Operation Operation = new(
        "DeleteStream",
        [Members.StreamName, Members.StreamArn, Operations.Operation.StreamId, new Member("EnforceConsumerDeletion", Kind.Boolean)],
        Do);

    private static void Do(Call call)
    {
        call.LimitAccount(5);
        var stream = call.RequireStream();
        lock (stream.Gate)
        {
            if (stream.Consumers.Count > 0 && call.Input.Flag("EnforceConsumerDeletion") != true)
            {
                throw Refusals.HasConsumers(stream);
            }

            stream.Begin(StreamStatus.Deleting, call.Store.Options.StateChangeDuration, call.Now, _ => call.Store.Remove(stream));
        }

        stream.Settle(call.Now);
    }
}
