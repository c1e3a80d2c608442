using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.Serialization.SystemTextJson.Converters;

/// <summary>Reads ISO 8601 text, epoch seconds or epoch milliseconds; writes ISO 8601.</summary>
public class DateTimeConverter : JsonConverter<DateTime>
{
    // A whole number larger than this is milliseconds. The package counts the seconds to the year 5000 from the year 1, not from 1970.
    private const long MostSeconds = 157_753_180_800;

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetDateTime(),
        JsonTokenType.Number => FromEpoch(ref reader),
        _ => throw new JsonException($"A time is a string or a number, not {reader.TokenType}."),
    };

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    // Added as a double, as the package does: a fraction lands up to some 100 ns beside its millisecond.
    private static DateTime FromEpoch(ref Utf8JsonReader reader) => !reader.TryGetInt64(out var whole)
        ? DateTime.UnixEpoch.AddSeconds(reader.GetDouble())
        : whole > MostSeconds ? DateTime.UnixEpoch.AddMilliseconds(whole) : DateTime.UnixEpoch.AddSeconds(whole);
}
