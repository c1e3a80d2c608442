using System.Globalization;
using System.Text;
using Shardwise.Scaling;

namespace Shardwise.Scaler;

/// <summary>
/// Operations as the value of a tag: <c>v1 2611201105:4-6 2611201221:6-12</c>, that is minute (UTC, yyMMddHHmm), shards before, shards
/// asked for. A person reads it in the console, and every character is one that Kinesis tags allow.
/// </summary>
internal static class LedgerCodec
{
    /// <summary>Source: Kinesis API reference, tag value of at most 256 characters. Ten operations of five-digit counts take 232.</summary>
    private const int MaxLength = 256;

    private const string Version = "v1";
    private const string MinuteFormat = "yyMMddHHmm";

    /// <summary>The newest operations that fit, oldest first.</summary>
    public static string Encode(IEnumerable<ScalingOperation> operations)
    {
        var value = new StringBuilder();
        foreach (var operation in operations.OrderByDescending(operation => operation.At))
        {
            var entry = string.Create(CultureInfo.InvariantCulture,
                $" {operation.At.UtcDateTime.ToString(MinuteFormat, CultureInfo.InvariantCulture)}:{operation.FromShards}-{operation.ToShards}");
            if (Version.Length + value.Length + entry.Length > MaxLength)
                break;
            value.Insert(0, entry);
        }

        return value.Insert(0, Version).ToString();
    }

    /// <summary>What can be read of a tag's value, oldest first, and whether that was all of it.</summary>
    public static (IReadOnlyList<ScalingOperation> Operations, bool Whole) Decode(string? value)
    {
        if (value is null)
            return ([], true);

        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [Version, ..])
            return ([], false);

        var entries = words.Skip(1).Select(Entry).ToList();
        return ([.. entries.OfType<ScalingOperation>().OrderBy(operation => operation.At)], !entries.Contains(null));
    }

    private static ScalingOperation? Entry(string word)
    {
        var parts = word.Split(':', '-');
        return parts.Length == 3
            && DateTime.TryParseExact(
                parts[0], MinuteFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var from) && from > 0
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var to) && to > 0
                ? new ScalingOperation(new DateTimeOffset(at), from, to)
                : null;
    }
}
