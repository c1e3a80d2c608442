using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Shardwise.Cli;

/// <summary>
/// A record's bytes as a member of a line of JSON, for people and for <c>jq</c>, from which they come back to the byte: <c>data</c>, JSON as it is;
/// <c>text</c>, any other text; <c>base64</c>, all else.
/// </summary>
internal static class RecordData
{
    private const string Json = "data";
    private const string Text = "text";
    private const string Base64 = "base64";

    // JSON as deep as is read by itself is one deeper in its line.
    private const int MaxDepth = 64;

    // A non-ASCII letter and the plus of base64 stay as they are.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A line of JSON, without its end.</summary>
    /// <param name="write">Writes its members.</param>
    public static string Line(Action<Utf8JsonWriter> write)
    {
        var line = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(line, Readable))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(line.WrittenSpan);
    }

    /// <summary>Writes the member that holds the bytes.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlyMemory<byte> data)
    {
        if (IsJsonOfALine(data))
        {
            json.WritePropertyName(Json);
            json.WriteRawValue(data.Span, skipInputValidation: true);
        }
        else if (Utf8.IsValid(data.Span) && !data.Span.ContainsAnyInRange((byte)0, (byte)8))
        {
            json.WriteString(Text, data.Span);
        }
        else
        {
            json.WriteBase64String(Base64, data.Span);
        }
    }

    /// <summary>Reads a line; the caller disposes of it.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static JsonDocument Parse(string line)
    {
        var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = MaxDepth + 1 });
        return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new JsonException();
    }

    /// <summary>The bytes that a line holds; <see langword="null"/> where it holds none.</summary>
    /// <exception cref="JsonException">A member that should hold them is of another kind.</exception>
    public static byte[]? Read(JsonElement line)
    {
        if (line.TryGetProperty(Json, out var data))
            return Encoding.UTF8.GetBytes(data.GetRawText());
        if (line.TryGetProperty(Text, out var text))
            return text.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(text.GetString()!) : throw new JsonException();
        if (!line.TryGetProperty(Base64, out var base64))
            return null;
        return base64.ValueKind == JsonValueKind.String && base64.TryGetBytesFromBase64(out var bytes) ? bytes : throw new JsonException();
    }

    // What has blanks around it, or line ends within, would not come back or not be one line.
    private static bool IsJsonOfALine(ReadOnlyMemory<byte> data)
    {
        if (data.Span is [] or [(byte)' ' or (byte)'\t', ..] or [.., (byte)' ' or (byte)'\t'] || data.Span.ContainsAny((byte)'\n', (byte)'\r'))
            return false;
        try
        {
            using var document = JsonDocument.Parse(data, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
