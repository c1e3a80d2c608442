using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Changes how large a record may be.</summary>
internal static class UpdateMaxRecordSize
{
    public static readonly Operation Operation = new(
        "UpdateMaxRecordSize",
        [Members.MaxRecordSize.Required(), Members.StreamArn, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        var stream = call.RequireActive();
        lock (stream.Gate)
        {
            if (stream.Status != StreamStatus.Active)
            {
                throw Refusals.NotActive(stream);
            }

            var size = (int)call.Input.Number("MaxRecordSizeInKiB")!.Value;
            stream.Begin(StreamStatus.Updating, call.Store.Options.StateChangeDuration, call.Now, _ => stream.MaxRecordKiB = size);
        }

        stream.Settle(call.Now);
    }
}
