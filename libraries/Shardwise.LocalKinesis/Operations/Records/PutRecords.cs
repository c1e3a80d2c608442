using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Puts up to 500 records, each of which is stored or refused by itself.</summary>
internal static class PutRecords
{
    private static readonly Member Entry = Member.Structure("member", Members.PartitionKey, Members.HashKey, Members.Data);

    public static readonly Operation Operation = new(
        "PutRecords",
        [Member.List("Records", 1, 500, Entry).Required(), Members.StreamName, Members.StreamArn, Members.DryRun, Operations.Operation.StreamId],
        Do);

    private static void Do(Call call)
    {
        var stream = PutMembers.RequireWritable(call);
        using var batch = call.Batch ?? Read(call);
        PutMembers.Check(stream, batch, isSingle: false);
        call.EndDryRun(stream);
        PutMembers.Put(call, stream, batch);
        PutMembers.Count(call, stream, batch, out var accepted, out _);
        Write(call.Reply, stream, batch, batch.Count - accepted);
    }

    private static PutBatch Read(Call call)
    {
        var records = call.Input.List("Records").OfType<Input>().ToArray();
        PutMembers.CheckHashKeys(records);
        return PutMembers.BatchOf(records);
    }

    private static void Write(ReplyWriter reply, KinesisStream stream, PutBatch batch, int failed)
    {
        reply.StartObject();
        reply.Number("FailedRecordCount"u8, failed);
        reply.Name("Records"u8);
        reply.StartArray();
        Span<byte> number = stackalloc byte[SequenceNumberWriter.Length];
        foreach (ref readonly var entry in batch.Entries)
        {
            reply.StartObject();
            if (entry.Outcome == PutOutcome.Stored)
            {
                entry.Shard!.WriteNumber(entry.Position, entry.Arrival, number);
                reply.Name("SequenceNumber"u8);
                reply.Plain(number);
                reply.Name("ShardId"u8);
                reply.Plain(entry.Shard.IdUtf8);
            }
            else
            {
                WriteError(reply, stream, batch, entry);
            }

            reply.EndObject();
        }

        reply.EndArray();
        reply.Text("EncryptionType"u8, stream.KeyId is null ? null : "KMS");
        reply.EndObject();
    }

    private static void WriteError(ReplyWriter reply, KinesisStream stream, PutBatch batch, in PutEntry entry)
    {
        var isThrottled = entry.Outcome == PutOutcome.Throttled;
        reply.Text("ErrorCode"u8, isThrottled ? "ProvisionedThroughputExceededException" : "InternalFailure");
        reply.Text("ErrorMessage"u8, isThrottled ? Refusals.WriteRate(stream, entry.Shard!.Id) : batch.NoRoom);
    }
}
