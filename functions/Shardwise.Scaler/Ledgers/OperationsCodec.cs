using System.Globalization;
using System.Text;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Ledgers;

/// <summary>
/// Operations as the value of a tag: <c>v1 2611201105:4-6 2611201221:6@12 2611201240:12+16</c>, that is minute (UTC, yyMMddHHmm), shards
/// before, who did it, shards asked for. <c>-</c> is the scaler, <c>@</c> somebody else, <c>+</c> the scaler with a call that nothing has been
/// seen of yet. A person reads it in the console, and every character is one that Kinesis tags allow.
/// </summary>
internal static class OperationsCodec
{
    /// <summary>Source: Kinesis API reference, tag value of at most 256 characters. Ten operations of five-digit counts take 232.</summary>
    private const int MaxLength = 256;

    private const string Version = "v1";
    private const string MinuteFormat = "yyMMddHHmm";
    private const char Ours = '-';
    private const char Others = '@';
    private const char Pending = '+';

    /// <summary>The newest operations that fit, oldest first.</summary>
    public static string Encode(IReadOnlyList<ScalingOperation> operations, bool newestIsPending)
    {
        var value = new StringBuilder();
        for (var i = operations.Count - 1; i >= 0; i--)
        {
            var operation = operations[i];
            var by = newestIsPending && i == operations.Count - 1 ? Pending : operation.ByOthers ? Others : Ours;
            var entry = string.Create(CultureInfo.InvariantCulture, $" {Minute(operation.At)}:{operation.FromShards}{by}{operation.ToShards}");
            if (Version.Length + value.Length + entry.Length > MaxLength)
                break;
            value.Insert(0, entry);
        }

        return value.Insert(0, Version).ToString();
    }

    /// <summary>What can be read of a tag's value, oldest first, whether the newest is pending, and whether that was all of it.</summary>
    public static (IReadOnlyList<ScalingOperation> Operations, bool NewestIsPending, bool Whole) Decode(string? value)
    {
        if (value is null)
            return ([], false, true);

        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [Version, ..])
            return ([], false, false);

        var entries = words.Skip(1).Select(word => (Operation: Entry(word), Pending: word.Contains(Pending))).ToList();
        var operations = entries.Where(entry => entry.Operation is not null).OrderBy(entry => entry.Operation!.At).ToList();
        return ([.. operations.Select(entry => entry.Operation!)], operations is [.., (_, true)], operations.Count == entries.Count);
    }

    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString(MinuteFormat, CultureInfo.InvariantCulture);

    public static DateTimeOffset? Minute(string text)
    {
        if (text.Length != MinuteFormat.Length || !text.All(char.IsAsciiDigit))
            return null;
        var (year, month, day, hour, minute) = (2000 + Two(0), Two(2), Two(4), Two(6), Two(8));
        var isTime = month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60;
        return isTime ? new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.Zero) : null;

        int Two(int at) => (10 * (text[at] - '0')) + (text[at + 1] - '0');
    }

    private static ScalingOperation? Entry(string word)
    {
        var parts = word.Split(':', Ours, Others, Pending);
        return parts.Length == 3 && Minute(parts[0]) is { } at
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var from) && from > 0
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var to) && to > 0
                ? new ScalingOperation(at, from, to) { ByOthers = word.Contains(Others) }
                : null;
    }
}
