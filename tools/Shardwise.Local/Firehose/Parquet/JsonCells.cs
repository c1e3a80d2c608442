using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Shardwise.Local.Firehose;

/// <summary>
/// Makes the value of a column of a JSON value. A structure becomes an array of its members' values, an array a list, a map a list of pairs; null
/// where the JSON has none.
/// </summary>
internal sealed class JsonCells(JsonReading reading)
{
    /// <summary>An object's members under the names that columns are looked up by. Of names that fall together, the last counts.</summary>
    public Dictionary<string, JsonElement> Members(JsonElement structure)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in structure.EnumerateObject())
        {
            members[NameOf(member.Name)] = member.Value;
        }

        return members;
    }

    public string NameOf(string member)
    {
        string name = reading.DotsAreUnderscores ? member.Replace('.', '_') : member;
        return reading.IsCaseInsensitive ? name.ToLowerInvariant() : name;
    }

    /// <exception cref="ConversionException">The value does not fit the type.</exception>
    public object? Read(JsonElement value, HiveType type)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return null;
        }

        return type.Kind switch
        {
            "string" => Text(value).AsMemory(),
            "binary" => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(Text(value)),
            "boolean" => Flag(value),
            "tinyint" => (sbyte)Whole(value, sbyte.MinValue, sbyte.MaxValue),
            "smallint" => (short)Whole(value, short.MinValue, short.MaxValue),
            "int" => (int)Whole(value, int.MinValue, int.MaxValue),
            "bigint" => Whole(value, long.MinValue, long.MaxValue),
            "float" => (float)Real(value),
            "double" => Real(value),
            "decimal" => Exact(value, type),
            "date" => JsonTimes.Date(Text(value)),
            "timestamp" => JsonTimes.Timestamp(value, reading.TimestampFormats),
            "array" => List(value, type),
            "map" => Map(value, type),
            _ => Structure(value, type),
        };
    }

    // A text column takes anything: numbers and structures as they are written.
    private string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Object or JsonValueKind.Array when reading.IsCaseInsensitive => Lowered(value),
        _ => value.GetRawText(),
    };

    // What is case-insensitive has its members in lower case, within a text too.
    private static string Lowered(JsonElement value)
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output))
        {
            WriteLowered(writer, value);
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static void WriteLowered(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name.ToLowerInvariant());
                    WriteLowered(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteLowered(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static bool Flag(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(value.GetString(), out bool flag) => flag,
        _ => throw Wrong(value),
    };

    // A number's fraction is cut off, as the deserializer does; what is out of range fails here, where Java would wrap it.
    private static long Whole(JsonElement value, long least, long most)
    {
        string text = NumberText(value);
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            number = value.ValueKind == JsonValueKind.Number
                && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal real)
                && decimal.Truncate(real) is >= long.MinValue and <= long.MaxValue and var whole
                ? (long)whole
                : throw Wrong(value);
        }

        return number >= least && number <= most ? number : throw Wrong(value);
    }

    private static double Real(JsonElement value) =>
        double.TryParse(NumberText(value), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw Wrong(value);

    private static decimal Exact(JsonElement value, HiveType type)
    {
        if (!decimal.TryParse(NumberText(value), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
        {
            throw Wrong(value);
        }

        decimal rounded = Math.Round(number, Math.Min(type.Scale, 28), MidpointRounding.AwayFromZero);
        double limit = Math.Pow(10, type.Precision - type.Scale);
        return Math.Abs((double)rounded) < limit ? rounded : throw Wrong(value);
    }

    private static string NumberText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => value.GetString()!,
        _ => throw Wrong(value),
    };

    private List<object?> List(JsonElement value, HiveType type) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(item => Read(item, type.Element!))]
        : throw ConversionException.Mismatch($"Data is not JSONArray but {Kind(value)}");

    private List<KeyValuePair<string, object?>> Map(JsonElement value, HiveType type) => value.ValueKind == JsonValueKind.Object
        ? [.. Members(value).Select(member => KeyValuePair.Create(member.Key, Read(member.Value, type.Element!)))]
        : throw ConversionException.Mismatch($"Data is not JSONObject but {Kind(value)}");

    private object?[] Structure(JsonElement value, HiveType type)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw ConversionException.Mismatch($"Data is not JSONObject but {Kind(value)}");
        }

        var members = Members(value);
        return [.. type.Members.Select(member => Read(members.GetValueOrDefault(NameOf(member.Name)), member.Type))];
    }

    private static string Kind(JsonElement value) => $"{value.ValueKind} with value {value.GetRawText()}";

    private static ConversionException Wrong(JsonElement value) =>
        ConversionException.Mismatch($"For input string: \"{(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText())}\"");
}
