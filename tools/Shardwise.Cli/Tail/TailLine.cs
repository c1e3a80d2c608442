using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Amazon.Kinesis.Model;
using Shardwise.Kpl;

namespace Shardwise.Cli.Tail;

/// <summary>A user record as a line of JSON.</summary>
internal static class TailLine
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the line, without its end.</summary>
    /// <param name="shardId">Where the Kinesis record lies.</param>
    /// <param name="kinesis">The Kinesis record.</param>
    /// <param name="status">What its payload is.</param>
    /// <param name="partitionKey">The user record's partition key; <see langword="null"/> where it has none.</param>
    /// <param name="record">The user record.</param>
    /// <param name="item">What of it is shown.</param>
    public static string Of(string shardId, Record kinesis, PayloadStatus status, string? partitionKey, UserRecord record, TailItem item)
    {
        var line = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(line, Readable))
        {
            json.WriteStartObject();
            if (kinesis.ApproximateArrivalTimestamp is { } arrival)
            {
                // It came through a double, and lies beside its millisecond.
                var rounded = arrival.ToUniversalTime().AddMicroseconds(500);
                json.WriteString("arrival", rounded.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            }

            json.WriteString("shard", shardId);
            json.WriteString("sequence", kinesis.SequenceNumber);
            json.WriteNumber("sub", record.SubSequenceNumber);
            json.WriteString("key", partitionKey);
            if (record.ExplicitHashKey is { } hashKey)
                json.WriteString("explicitHashKey", hashKey);
            if (item.Origin is { } origin)
                Write(json, origin);
            if (status is not (PayloadStatus.Plain or PayloadStatus.Aggregated))
                json.WriteString("broken", status.ToString());
            else if (item.Broken is { } broken)
                json.WriteString("broken", broken);
            WriteData(json, item.Data);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(line.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, LogOrigin origin)
    {
        json.WriteString("logGroup", origin.Group);
        json.WriteString("logStream", origin.Stream);
        json.WriteString("id", origin.Id);
        if (origin.Time is { } time)
            json.WriteString("time", time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
    }

    private static void WriteData(Utf8JsonWriter json, ReadOnlyMemory<byte> data)
    {
        if (AsJson(data) is { } document)
        {
            using (document)
            {
                json.WritePropertyName("data");
                document.RootElement.WriteTo(json);
            }
        }
        else if (Utf8.IsValid(data.Span) && !data.Span.ContainsAnyInRange((byte)0, (byte)8))
        {
            json.WriteString("text", data.Span);
        }
        else
        {
            json.WriteBase64String("base64", data.Span);
        }
    }

    private static JsonDocument? AsJson(ReadOnlyMemory<byte> data)
    {
        try
        {
            return JsonDocument.Parse(data);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
