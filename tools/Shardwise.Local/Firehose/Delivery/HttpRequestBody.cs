using System.Buffers;
using System.Text.Json;

namespace Shardwise.Local.Firehose;

/// <summary>The body of a request to an HTTP endpoint.</summary>
internal static class HttpRequestBody
{
    public static byte[] Write(string requestId, DateTimeOffset time, IReadOnlyList<FirehoseRecord> records)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("requestId", requestId);
            writer.WriteNumber("timestamp", time.ToUnixTimeMilliseconds());
            writer.WriteStartArray("records");
            foreach (var record in records)
            {
                writer.WriteStartObject();
                writer.WriteBase64String("data", record.Data.Span);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
