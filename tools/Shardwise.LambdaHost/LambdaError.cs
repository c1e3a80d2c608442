using System.Text.Json;

namespace Shardwise.LambdaHost;

/// <summary>An error as Lambda tells it: the type's short name, the message, the trace a line each, and the cause.</summary>
internal sealed record LambdaError(string Type, string Message, IReadOnlyList<string> StackTrace, LambdaError? Cause)
{
    public static LambdaError Of(Exception exception) => new(
        exception.GetType().Name,
        exception.Message,
        (exception.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        exception.InnerException is null ? null : Of(exception.InnerException));

    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer);
        }

        return buffer.ToArray();
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("errorType", Type);
        writer.WriteString("errorMessage", Message);
        writer.WriteStartArray("stackTrace");
        foreach (string line in StackTrace)
        {
            writer.WriteStringValue(line);
        }

        writer.WriteEndArray();
        if (Cause is not null)
        {
            writer.WritePropertyName("cause");
            Cause.Write(writer);
        }

        writer.WriteEndObject();
    }
}
