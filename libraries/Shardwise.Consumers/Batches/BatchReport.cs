using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Shardwise.Consumers;

/// <summary>The two lines that each invocation leaves: a log line, and one in CloudWatch's embedded metric format.</summary>
internal static class BatchReport
{
    private static readonly JsonWriterOptions ReadableText = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Name, string Unit)[] Metrics =
    [
        ("UserRecords", "Count"),
        ("Processed", "Count"),
        ("DeadLettered", "Count"),
        ("Failures", "Count"),
        ("IteratorAge", "Milliseconds"),
    ];

    public static void Write(Stream output, Batch batch, TimeSpan duration, DateTimeOffset now)
    {
        var letters = batch.Letters.ToList();
        var processed = batch.Processed;
        var lines = new ArrayBufferWriter<byte>(1024);
        WriteLine(lines, json => WriteLog(json, batch, processed, letters, duration));
        WriteLine(lines, json => WriteMetrics(json, batch, processed, letters.Count, now));
        output.Write(lines.WrittenSpan);
        output.Flush();
    }

    private static void WriteLine(ArrayBufferWriter<byte> lines, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(lines, ReadableText))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        lines.Write("\n"u8);
    }

    private static void WriteLog(Utf8JsonWriter json, Batch batch, int processed, List<DeadLetter> letters, TimeSpan duration)
    {
        json.WriteString("event", "batch");
        json.WriteString("stream", batch.Context.First.StreamArn);
        json.WriteString("shard", batch.Context.First.ShardId);
        json.WriteNumber("records", batch.Records.Count);
        json.WriteNumber("userRecords", processed + letters.Count);
        json.WriteNumber("processed", processed);
        json.WriteNumber("deadLettered", letters.Count);
        json.WriteString("failedAt", batch.Context.StoppedAt?.SequenceNumber);
        json.WriteNumber("durationMs", (long)duration.TotalMilliseconds);
        if (batch.Reason is not null)
        {
            json.WriteString("reason", batch.Reason);
        }

        if (letters.Count > 0)
        {
            json.WriteString("firstDeadLetterReason", letters[0].Reason);
        }
    }

    private static void WriteMetrics(Utf8JsonWriter json, Batch batch, int processed, int deadLettered, DateTimeOffset now)
    {
        WriteMetricDirective(json, now);
        json.WriteString("FunctionName", batch.Context.Lambda.FunctionName);
        json.WriteNumber("UserRecords", processed + deadLettered);
        json.WriteNumber("Processed", processed);
        json.WriteNumber("DeadLettered", deadLettered);
        json.WriteNumber("Failures", batch.Context.StoppedAt is null ? 0 : 1);
        var age = now - batch.Records[^1].Position.ApproximateArrival;
        json.WriteNumber("IteratorAge", Math.Max(0, (long)age.TotalMilliseconds));
    }

    private static void WriteMetricDirective(Utf8JsonWriter json, DateTimeOffset now)
    {
        json.WriteStartObject("_aws");
        json.WriteNumber("Timestamp", now.ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics");
        json.WriteStartObject();
        json.WriteString("Namespace", "Shardwise");
        json.WriteStartArray("Dimensions");
        json.WriteStartArray();
        json.WriteStringValue("FunctionName");
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics");
        foreach (var (name, unit) in Metrics)
        {
            json.WriteStartObject();
            json.WriteString("Name", name);
            json.WriteString("Unit", unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
