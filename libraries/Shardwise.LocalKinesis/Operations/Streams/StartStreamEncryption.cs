using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Says that records are encrypted with a key from now on; nothing is.</summary>
internal static class StartStreamEncryption
{
    public static readonly Operation Operation = new(
        "StartStreamEncryption",
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

            var keyId = call.Input.Text("EncryptionType") == "KMS" ? call.Required("KeyId") : null;
            stream.Begin(StreamStatus.Updating, call.Store.Options.StateChangeDuration, call.Now, _ => stream.KeyId = keyId);
        }

        stream.Settle(call.Now);
    }
}
