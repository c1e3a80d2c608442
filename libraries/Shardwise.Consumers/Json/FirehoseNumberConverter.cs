using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shardwise.Consumers;

/// <summary>
/// Reads a number in each form in which Firehose's events and AWS's samples of them have it: a number, one as text, an ISO 8601 time (as milliseconds
/// since 1970 UTC), an empty text or null (0).
/// </summary>
public sealed class FirehoseNumberConverter : JsonConverter<long>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => 0,
        JsonTokenType.Number when reader.TryGetInt64(out var whole) => whole,
        JsonTokenType.Number when reader.TryGetDecimal(out var number) && decimal.Abs(number) < long.MaxValue => (long)number,
        JsonTokenType.String => ReadText(reader.GetString()!),
        _ => throw new JsonException(),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumberValue(value);
    }

    private static long ReadText(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return 0;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : throw new JsonException();
    }
}
