using System.Buffers;
using System.Text.Json;

namespace Shardwise.Local.Rpc;

/// <summary>JSON to and from the same values as <see cref="CborValue"/>.</summary>
internal static class JsonBody
{
    /// <exception cref="FormatException">The bytes are not JSON.</exception>
    public static object? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what a text that is half a surrogate pair ends in.
            throw new FormatException("JSON: " + exception.Message, exception);
        }
    }

    public static ReadOnlyMemory<byte> Write(object? value)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output);
        Write(writer, value);
        writer.Flush();
        return output.WrittenMemory;
    }

    private static object? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ReadMap(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Read).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? (object)whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    // Of a name that comes twice the last counts.
    private static Dictionary<string, object?> ReadMap(JsonElement element)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            map[member.Name] = Read(member.Value);
        }

        return map;
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> map:
                writer.WriteStartObject();
                foreach (var (key, member) in map.Where(entry => entry.Value is not null))
                {
                    writer.WritePropertyName(key);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case IReadOnlyList<object?> list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                break;
            case DateTimeOffset time:
                writer.WriteNumberValue(EpochTime.Write(time));
                break;
            default:
                JsonSerializer.Serialize(writer, value);
                break;
        }
    }
}
