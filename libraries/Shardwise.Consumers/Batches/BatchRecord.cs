using Amazon.Lambda.KinesisEvents;

namespace Shardwise.Consumers;

/// <summary>A Kinesis record of the event, checked to have all that a consumer needs of it.</summary>
internal readonly record struct BatchRecord(RecordPosition Position, ReadOnlyMemory<byte> Payload)
{
    public static List<BatchRecord> ReadAll(KinesisEvent kinesisEvent)
    {
        ArgumentNullException.ThrowIfNull(kinesisEvent);
        var records = kinesisEvent.Records ?? [];
        var batch = new List<BatchRecord>(records.Count);
        foreach (var record in records)
        {
            batch.Add(Read(kinesisEvent, record, batch.Count, batch.Count == 0 ? "" : batch[^1].Position.ShardId));
        }

        return batch;
    }

    private static BatchRecord Read(KinesisEvent kinesisEvent, KinesisEvent.KinesisEventRecord record, int index, string shardBefore)
    {
        Required(record, "content", index);
        var kinesis = Required(record.Kinesis, "kinesis", index);
        var position = new RecordPosition
        {
            StreamArn = Required(record.EventSourceARN, "eventSourceARN", index),
            ShardId = ShardOf(Required(record.EventId, "eventID", index), index, shardBefore),
            SequenceNumber = Required(kinesis.SequenceNumber, "kinesis.sequenceNumber", index),
            PartitionKey = kinesis.PartitionKey,
            ApproximateArrival = ToMilliseconds(
                Required(kinesis.ApproximateArrivalTimestamp, "kinesis.approximateArrivalTimestamp", index)!.Value),
            IndexInBatch = index,
        };
        return new BatchRecord(position, BytesOf(kinesisEvent, Required(kinesis.Data, "kinesis.data", index)));
    }

    private static T Required<T>(T? value, string name, int index) =>
        value ?? throw new InvalidDataException(
            $"Record {index} of the event has no {name}; an event of a Kinesis event-source mapping always has it.");

    /// <summary>All records of an event are of one shard, whose name is made once.</summary>
    private static string ShardOf(string eventId, int index, string shardBefore)
    {
        var colon = eventId.IndexOf(':');
        return colon > 0
            ? eventId.AsSpan(0, colon).SequenceEqual(shardBefore) ? shardBefore : eventId[..colon]
            : throw new InvalidDataException(
                $"Record {index} of the event has the eventID \"{eventId}\"; allowed is shardId:sequenceNumber.");
    }

    // Lambda writes seconds as a decimal fraction, which comes through a double and lands some 100 ns beside the millisecond.
    private static DateTimeOffset ToMilliseconds(DateTime arrival)
    {
        var sinceEpoch = arrival.ToUniversalTime() - DateTime.UnixEpoch;
        return DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(sinceEpoch.TotalMilliseconds));
    }

    private static ReadOnlyMemory<byte> BytesOf(KinesisEvent kinesisEvent, MemoryStream data)
    {
        if (!data.TryGetBuffer(out var buffer))
        {
            return data.ToArray();
        }

        return kinesisEvent is LeasedKinesisEvent leased ? leased.BytesOf(buffer) : buffer;
    }
}
