using System.Buffers;
using System.Text.Json;

namespace Shardwise.Local.Firehose;

/// <summary>What a transforming function is handed.</summary>
internal static class TransformEvent
{
    // Id, two times, names and, where there is a stream, its shard, key and numbers; on the safe side.
    private const int Envelope = 512;

    /// <summary>A record's share of the payload, never less than it really is.</summary>
    public static long SizeOf(FirehoseRecord record) =>
        Envelope + record.RecordId.Length + ((record.Position?.PartitionKey?.Length ?? 0) * 6) + (((record.Data.Length + 2L) / 3) * 4);

    public static ReadOnlyMemory<byte> Write(DeliveryStreamDefinition stream, string region, IReadOnlyList<FirehoseRecord> records)
    {
        // At once as large as it will be: a megabyte that grows is copied five times.
        var output = new ArrayBufferWriter<byte>((int)(Envelope + records.Sum(SizeOf)));
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        // A new one at each try, while the records' ids stay.
        writer.WriteString("invocationId", Guid.NewGuid());
        if (stream.SourceStreamArn is { } source)
        {
            writer.WriteString("sourceKinesisStreamArn", source);
        }

        writer.WriteString("deliveryStreamArn", stream.Arn);
        writer.WriteString("region", region);
        writer.WriteStartArray("records");
        foreach (var record in records)
        {
            Write(writer, record);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, FirehoseRecord record)
    {
        long arrival = record.Arrival.ToUnixTimeMilliseconds();
        writer.WriteStartObject();
        writer.WriteString("recordId", record.RecordId);
        writer.WriteNumber("approximateArrivalTimestamp", arrival);
        writer.WriteBase64String("data", record.Data.Span);
        if (record.Position is { } position)
        {
            writer.WriteStartObject("kinesisRecordMetadata");
            writer.WriteString("sequenceNumber", position.SequenceNumber);
            writer.WriteNumber("subsequenceNumber", position.SubsequenceNumber);
            writer.WriteString("partitionKey", position.PartitionKey);
            writer.WriteString("shardId", position.ShardId);
            writer.WriteNumber("approximateArrivalTimestamp", arrival);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
