using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.Serialization.SystemTextJson.Converters;

/// <summary>Reads ISO 8601 text, epoch seconds or epoch milliseconds; writes ISO 8601.</summary>
public class DateTimeConverter : JsonConverter<DateTime>
{
    // A whole number too large to be seconds up to here is milliseconds.
    private static readonly double Year5000InSeconds = (new DateTime(5000, 1, 1) - DateTime.UnixEpoch).TotalSeconds;

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetDateTime(),
        JsonTokenType.Number => FromEpoch(ref reader),
        _ => throw new JsonException($"A time is a string or a number, not {reader.TokenType}."),
    };

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static DateTime FromEpoch(ref Utf8JsonReader reader)
    {
        var milliseconds = reader.TryGetInt64(out var whole) && whole > Year5000InSeconds
            ? whole
            : (long)Math.Round(reader.GetDouble() * 1000);
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;
    }
}
