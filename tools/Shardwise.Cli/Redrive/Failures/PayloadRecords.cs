using System.Text.Json;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Redrive.Failures;

/// <summary>Reads the <c>payload</c> of Lambda's on-failure objects in S3: the whole event, as an object or as a text with one.</summary>
internal static class PayloadRecords
{
    /// <summary>Reads the records of an event.</summary>
    /// <returns>The records, or why there are none.</returns>
    public static (IReadOnlyList<Letter>? Records, string Problem) Read(JsonElement payload)
    {
        try
        {
            if (payload.ValueKind == JsonValueKind.String)
            {
                using var document = JsonDocument.Parse(payload.GetString()!);
                return EventOf(document.RootElement);
            }

            return EventOf(payload);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return (null, "its \"payload\" is not the event of a Kinesis stream");
        }
    }

    private static (IReadOnlyList<Letter>? Records, string Problem) EventOf(JsonElement payload)
    {
        Letter[] records = [.. payload.GetProperty("Records").EnumerateArray().Select(RecordOf)];
        return records.Length > 0 ? (records, "") : (null, "its \"payload\" has no records");
    }

    private static Letter RecordOf(JsonElement record)
    {
        var kinesis = record.GetProperty("kinesis");
        var arn = record.GetProperty("eventSourceARN").GetString()!;
        var stream = KinesisArn.Of(arn) ?? throw new FormatException("This is no stream's ARN.");
        var sequence = kinesis.GetProperty("sequenceNumber").GetString();
        var shard = record.GetProperty("eventID").GetString()!.Split(':')[0];
        return new Letter
        {
            Stream = stream.Stream,
            Region = stream.Region,
            PartitionKey = kinesis.TryGetProperty("partitionKey", out var key) ? key.GetString() : null,
            Payload = kinesis.GetProperty("data").GetBytesFromBase64(),
            Position = new LetterPosition(arn, shard,
                SequenceNumber.Is(sequence) ? sequence! : throw new FormatException("This is no sequence number."), null, ArrivalOf(kinesis)),
        };
    }

    private static DateTimeOffset ArrivalOf(JsonElement kinesis)
    {
        var time = kinesis.GetProperty("approximateArrivalTimestamp").GetDouble();
        return TraceTime.OfEpoch(Math.Floor(time))?.AddMilliseconds(Math.Round((time - Math.Floor(time)) * 1_000))
            ?? throw new FormatException("This is no time.");
    }
}
