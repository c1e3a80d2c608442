using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Shardwise.Local.EventSources;

/// <summary>Writes the event that Lambda hands to a function for a batch of stream records.</summary>
internal sealed class KinesisEventWriter(string sourceArn, string region, string account)
{
    // The default encoder would write the + of base64 as \u002B.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public ReadOnlyMemory<byte> Write(string shardId, IReadOnlyList<StreamRecord> records, WindowFrame? window = null)
    {
        var buffer = new ArrayBufferWriter<byte>(512 + (window?.State.Length ?? 0) + records.Sum(record => record.PayloadBytes));
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        writer.WriteStartArray("Records");
        foreach (var record in records)
        {
            Write(writer, shardId, record);
        }

        writer.WriteEndArray();
        if (window is not null)
        {
            Write(writer, shardId, window);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private void Write(Utf8JsonWriter writer, string shardId, WindowFrame window)
    {
        writer.WriteStartObject("window");
        writer.WriteString("start", window.Start.UtcDateTime);
        writer.WriteString("end", window.End.UtcDateTime);
        writer.WriteEndObject();
        writer.WritePropertyName("state");
        writer.WriteRawValue(window.State, skipInputValidation: true);
        writer.WriteString("shardId", shardId);
        writer.WriteString("eventSourceARN", sourceArn);
        writer.WriteBoolean("isFinalInvokeForWindow", window.IsFinal);
        writer.WriteBoolean("isWindowTerminatedEarly", window.IsEarly);
    }

    private void Write(Utf8JsonWriter writer, string shardId, StreamRecord record)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("kinesis");
        writer.WriteString("kinesisSchemaVersion", "1.0");
        writer.WriteString("partitionKey", record.PartitionKey);
        writer.WriteString("sequenceNumber", record.SequenceNumber);
        writer.WritePropertyName("data");
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(record.Data), skipInputValidation: true);
        writer.WritePropertyName("approximateArrivalTimestamp");
        writer.WriteRawValue(
            (record.Arrival.ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture), skipInputValidation: true);
        writer.WriteEndObject();
        writer.WriteString("eventSource", "aws:kinesis");
        writer.WriteString("eventVersion", "1.0");
        writer.WriteString("eventID", $"{shardId}:{record.SequenceNumber}");
        writer.WriteString("eventName", "aws:kinesis:record");
        writer.WriteString("invokeIdentityArn", $"arn:aws:iam::{account}:role/local");
        writer.WriteString("awsRegion", region);
        writer.WriteString("eventSourceARN", sourceArn);
        writer.WriteEndObject();
    }
}
