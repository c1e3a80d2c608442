using System.Globalization;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Ledgers;

/// <summary>
/// The day's splits and merges as the value of a tag: <c>v1 2611201105=12 2611201342=3</c>, how many were made within two hours, by the minute of the
/// last of them (UTC, yyMMddHHmm). A person reads it in the console, and every character is one that Kinesis tags allow.
/// </summary>
internal static class StepsCodec
{
    private const string Version = "v1";

    // Thirteen of these begin in a day, and take 210 of a tag's 256 characters.
    private static readonly TimeSpan Together = TimeSpan.FromHours(2);

    /// <summary>The steps with one more; what is older than the day leaves.</summary>
    public static IReadOnlyList<ReshardSteps> WithOne(IReadOnlyList<ReshardSteps> steps, DateTimeOffset at)
    {
        var kept = steps.Where(made => made.At > at.AddDays(-1)).ToList();
        if (kept is [.., var last] && Slot(last.At) == Slot(at))
            kept[^1] = new ReshardSteps(at, last.Count + 1);
        else
            kept.Add(new ReshardSteps(at, 1));
        return kept;
    }

    public static string Encode(IReadOnlyList<ReshardSteps> steps) =>
        string.Join(' ', steps.Select(made => string.Create(CultureInfo.InvariantCulture, $"{OperationsCodec.Minute(made.At)}={made.Count}"))
            .Prepend(Version));

    /// <summary>What can be read of a tag's value, oldest first; the rest is left out.</summary>
    public static IReadOnlyList<ReshardSteps> Decode(string? value)
    {
        var words = (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [Version, ..]
            ? [.. words.Skip(1).Select(Entry).OfType<ReshardSteps>().OrderBy(made => made.At)]
            : [];
    }

    private static ReshardSteps? Entry(string word) =>
        word.Split('=') is [var minute, var number] && OperationsCodec.Minute(minute) is { } at
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? new ReshardSteps(at, count)
            : null;

    private static long Slot(DateTimeOffset at) => at.UtcTicks / Together.Ticks;
}
