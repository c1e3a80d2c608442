using System.Text.Json;

namespace Shardwise.Local;

/// <summary>What became of one record of a PutRecords call; the default value means not sent yet.</summary>
internal readonly record struct PutResult(string? ErrorCode, string? ErrorMessage, string? ShardId = null, string? SequenceNumber = null)
{
    public static PutResult Read(JsonElement result) =>
        new(Text(result, "ErrorCode"), Text(result, "ErrorMessage"), Text(result, "ShardId"), Text(result, "SequenceNumber"));

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (ErrorCode is not null)
        {
            writer.WriteString("ErrorCode"u8, ErrorCode);
            writer.WriteString("ErrorMessage"u8, ErrorMessage);
        }
        else
        {
            writer.WriteString("SequenceNumber"u8, SequenceNumber);
            writer.WriteString("ShardId"u8, ShardId);
        }

        writer.WriteEndObject();
    }

    private static string? Text(JsonElement result, string name) =>
        result.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
