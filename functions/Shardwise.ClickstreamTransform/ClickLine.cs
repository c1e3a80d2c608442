using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Shardwise.ClickstreamTransform;

/// <summary>A click as one line of an object, and the hour it belongs to.</summary>
/// <param name="Utf8">The JSON without white space of its own, and a line feed.</param>
/// <param name="Hour">When it happened, UTC.</param>
public sealed record ClickLine(ReadOnlyMemory<byte> Utf8, DateTimeOffset Hour)
{
    private static readonly string[] Texts = ["id", "userId", "page"];

    /// <summary>What the object's key is made of.</summary>
    public Dictionary<string, string> PartitionKeys => new()
    {
        ["year"] = Part("yyyy"),
        ["month"] = Part("MM"),
        ["day"] = Part("dd"),
        ["hour"] = Part("HH"),
    };

    /// <summary>Reads a record.</summary>
    /// <param name="utf8">Its data.</param>
    /// <returns>The click, or null where the record is blank.</returns>
    /// <exception cref="MalformedClickException">It is neither a click nor blank.</exception>
    public static ClickLine? Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.Trim(" \t\r\n"u8).IsEmpty)
            return null;
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return Line(document.RootElement);
        }
        catch (JsonException broken)
        {
            throw new MalformedClickException($"The click is not a JSON object (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}).");
        }
    }

    private static ClickLine Line(JsonElement click)
    {
        if (click.ValueKind != JsonValueKind.Object)
            throw new MalformedClickException("The click is not a JSON object.");
        foreach (var name in Texts)
            if (!click.TryGetProperty(name, out var text) || text.ValueKind != JsonValueKind.String || text.ValueEquals(""))
                throw new MalformedClickException($"The click has no \"{name}\".");
        if (!click.TryGetProperty("timestamp", out var timestamp) || timestamp.ValueKind != JsonValueKind.String
            || !timestamp.TryGetDateTimeOffset(out var time))
            throw new MalformedClickException("The click has no \"timestamp\" that is an ISO 8601 date and time.");
        return new ClickLine(OnOneLine(click), time.ToUniversalTime());
    }

    private static ReadOnlyMemory<byte> OnOneLine(JsonElement click)
    {
        var line = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(line))
            click.WriteTo(writer);
        line.Write("\n"u8);
        return line.WrittenMemory;
    }

    private string Part(string format) => Hour.ToString(format, CultureInfo.InvariantCulture);
}
