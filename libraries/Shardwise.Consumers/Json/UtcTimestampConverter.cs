using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shardwise.Consumers;

/// <summary>
/// ISO 8601 with its offset. A time without one would be taken for local time, and land in another hour on another machine.
/// Written in UTC, to the millisecond, and further only where there is more.
/// </summary>
public sealed class UtcTimestampConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String
            || !reader.TryGetDateTime(out var withoutOffset) || withoutOffset.Kind == DateTimeKind.Unspecified
            || !reader.TryGetDateTimeOffset(out var timestamp))
        {
            throw new JsonException();
        }

        return timestamp.ToUniversalTime();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.UtcDateTime.ToString(
            value.Ticks % TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-ddTHH:mm:ss.fffZ" : "yyyy-MM-ddTHH:mm:ss.fffffffZ",
            CultureInfo.InvariantCulture));
    }
}
