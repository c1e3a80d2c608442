using System.Globalization;
using System.Text.Json;
using Shardwise.LocalKinesis.Operations;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>Parses JSON into what <see cref="TypeChecks"/> takes. Of a member that is there twice the last counts.</summary>
internal static class JsonBody
{
    /// <summary>The object; null where the text is not one, or no JSON.</summary>
    public static Dictionary<string, object?>? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            var value = Read(ref reader);
            return reader.Read() ? null : value switch
            {
                Dictionary<string, object?> map => map,
                // An array passes for an object without members.
                List<object?> => [],
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter: a string with half a surrogate pair.
            return null;
        }
    }

    private static object? Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => new RawNumber(double.Parse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture)),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private static Dictionary<string, object?> ReadObject(ref Utf8JsonReader reader)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            map[name] = Read(ref reader);
        }

        return map;
    }

    private static List<object?> ReadArray(ref Utf8JsonReader reader)
    {
        var list = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(Read(ref reader));
        }

        return list;
    }
}
