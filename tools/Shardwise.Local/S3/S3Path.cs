using System.Globalization;
using System.Text;

namespace Shardwise.Local;

/// <summary>
/// Keys as paths of files. A plain key is its own path. What a file system cannot have is written with <c>%</c>: the characters of <c>.</c>
/// and <c>..</c>,
/// <c>\</c>, NUL and <c>%</c> itself by their number, an empty part as <c>%</c>, and a part that is too long in pieces that end with <c>%~</c>.
/// A file beside a folder of its name ends with <c>%</c>, which is the folder's business and no part of the key.
/// </summary>
internal static class S3Path
{
    /// <summary>What the file of a key ends with where its own name is a folder's: <c>a</c> beside <c>a/b</c>.</summary>
    public const string Beside = "%";

    private const string Continues = "%~";
    private const int LongestPart = 200;

    public static string Of(string key) => Path.Combine([.. key.Split('/').SelectMany(Parts)]);

    /// <summary>The key of a path relative to its bucket's folder.</summary>
    public static string KeyOf(string path)
    {
        string[] parts = path.Split(Path.DirectorySeparatorChar);
        var key = new StringBuilder();
        for (int i = 0; i < parts.Length; i++)
        {
            string part = parts[i];
            bool isContinued = part.EndsWith(Continues, StringComparison.Ordinal);
            bool isBeside = i == parts.Length - 1 && part.Length > 1 && part[^1] == '%';
            string bare = isContinued ? part[..^2] : isBeside ? part[..^1] : part;
            key.Append(bare == "%" ? "" : Decode(bare));
            if (i < parts.Length - 1 && !isContinued)
            {
                key.Append('/');
            }
        }

        return key.ToString();
    }

    private static IEnumerable<string> Parts(string part)
    {
        string encoded = part switch
        {
            "" => "%",
            "." => "%2E",
            ".." => "%2E%2E",
            _ => part.Replace("%", "%25", StringComparison.Ordinal).Replace("\\", "%5C", StringComparison.Ordinal).Replace("\0", "%00",
                StringComparison.Ordinal),
        };
        var piece = new StringBuilder();
        int bytes = 0;
        foreach (var rune in encoded.EnumerateRunes())
        {
            // Not between the characters of an escape.
            if (bytes + rune.Utf8SequenceLength > LongestPart && !IsWithinEscape(piece))
            {
                yield return piece + Continues;
                piece.Clear();
                bytes = 0;
            }

            piece.Append(rune);
            bytes += rune.Utf8SequenceLength;
        }

        yield return piece.ToString();
    }

    private static bool IsWithinEscape(StringBuilder text) => (text.Length > 0 && text[^1] == '%') || (text.Length > 1 && text[^2] == '%');

    private static string Decode(string part)
    {
        var decoded = new StringBuilder(part.Length);
        for (int i = 0; i < part.Length; i++)
        {
            if (part[i] == '%' && i + 2 < part.Length && byte.TryParse(part.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture, out byte code))
            {
                decoded.Append((char)code);
                i += 2;
            }
            else
            {
                decoded.Append(part[i]);
            }
        }

        return decoded.ToString();
    }
}
