using System.Text.Json;

namespace Shardwise.Local;

/// <summary>Sizes of base64 text that is not decoded: data is decoded once, by whoever needs it.</summary>
internal static class Base64Payload
{
    public static int DecodedLength(ref Utf8JsonReader reader)
    {
        // Some writers escape '+' or '/': rare, and then the text is unescaped to be counted.
        var text = reader.ValueIsEscaped ? System.Text.Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        var padding = text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0;
        return (text.Length / 4 * 3) - padding;
    }
}
