using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Shardwise.Consumers;

/// <summary>The two lines that each invocation leaves: a log line, and one in CloudWatch's embedded metric format.</summary>
internal static class ReportLines
{
    private static readonly JsonWriterOptions ReadableText = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Kept from one invocation to the next: nothing of a line is asynchronous.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_lines;

    public static void Write(Stream output, Action<Utf8JsonWriter> log, Action<Utf8JsonWriter> metrics)
    {
        var lines = t_lines ??= new ArrayBufferWriter<byte>(1024);
        lines.ResetWrittenCount();
        WriteLine(lines, log);
        WriteLine(lines, metrics);

        // Several invocations may be under way in the process.
        lock (output)
        {
            output.Write(lines.WrittenSpan);
            output.Flush();
        }
    }

    public static void WriteDirective(Utf8JsonWriter json, DateTimeOffset now, ReadOnlySpan<(string Name, string Unit)> metrics)
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
        foreach (var (name, unit) in metrics)
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
}
