using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Puts one record.</summary>
internal static class PutRecord
{
    public static readonly Operation Operation = new(
        "PutRecord",
        [
            Members.SequenceNumber.Named("SequenceNumberForOrdering"), Members.PartitionKey, Members.HashKey, Members.Data, Members.StreamName,
            Members.StreamArn, Members.DryRun, Operations.Operation.StreamId,
        ],
        Do);

    private static void Do(Call call)
    {
        var stream = PutMembers.RequireWritable(call);
        using var batch = call.Batch ?? Read(call);
        CheckOrdering(call, stream);
        PutMembers.Check(stream, batch, isSingle: true);
        call.EndDryRun(stream);
        PutMembers.Put(call, stream, batch);
        PutMembers.Count(call, stream, batch, out _, out var throttled);
        ref var entry = ref batch.Entries[0];
        if (throttled > 0)
        {
            throw Refusals.WriteRateExceeded(stream, entry.Shard!.Id);
        }

        if (entry.Outcome == PutOutcome.NoRoom)
        {
            throw Refusals.NoRoom(batch.NoRoom!);
        }

        Write(call.Reply, stream, entry);
    }

    private static PutBatch Read(Call call)
    {
        PutMembers.CheckHashKeys([call.Input]);
        return PutMembers.BatchOf([call.Input]);
    }

    private static void CheckOrdering(Call call, KinesisStream stream)
    {
        if (call.Input.Text("SequenceNumberForOrdering") is not { } text)
        {
            return;
        }

        if (stream.DistributesByItself)
        {
            throw Refusals.OrderingOnAuto();
        }

        if (SequenceNumber.Parse(text) is not { } number || number.PutSecond > call.Now.ToUnixTimeSeconds() + 1)
        {
            throw Refusals.OrderingInvalid(stream, text);
        }
    }

    private static void Write(ReplyWriter reply, KinesisStream stream, in PutEntry entry)
    {
        Span<byte> number = stackalloc byte[SequenceNumberWriter.Length];
        entry.Shard!.WriteNumber(entry.Position, entry.Arrival, number);
        reply.StartObject();
        reply.Name("ShardId"u8);
        reply.Plain(entry.Shard.IdUtf8);
        reply.Name("SequenceNumber"u8);
        reply.Plain(number);
        reply.Text("EncryptionType"u8, stream.KeyId is null ? null : "KMS");
        reply.EndObject();
    }
}
