using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Says that records are not encrypted any more.</summary>
internal static class StopStreamEncryption
{
    public static readonly Operation Operation = new(
        "StopStreamEncryption",
        [Members.EncryptionType.Required(), Members.KeyId.Required(), Members.StreamName, Members.StreamArn, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        var stream = call.RequireActive();
        call.LimitStream(stream, 5);
        lock (stream.Gate)
        {
            if (stream.Status != StreamStatus.Active)
            {
                throw Refusals.NotActive(stream);
            }

            stream.Begin(StreamStatus.Updating, call.Store.Options.StateChangeDuration, call.Now, _ => stream.KeyId = null);
        }

        stream.Settle(call.Now);
    }
}
