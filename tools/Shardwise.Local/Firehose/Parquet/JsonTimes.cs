using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shardwise.Local.Firehose;

/// <summary>Dates and times of JSON, in the forms that the service's deserializers take.</summary>
internal static partial class JsonTimes
{
    // From here on a whole number is milliseconds: as seconds it would be the year 2286.
    private const decimal LeastMillis = 10_000_000_000;

    /// <exception cref="ConversionException">The text is no date.</exception>
    public static DateTime Date(string text) => DateTime.TryParseExact(
        text, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
        ? date
        : throw Wrong(text);

    /// <param name="value">A text or a number.</param>
    /// <param name="formats">Patterns of texts beside the usual ones; <c>millis</c> says that numbers are milliseconds.</param>
    /// <exception cref="ConversionException">The value is no time.</exception>
    public static DateTime Timestamp(JsonElement value, IReadOnlyList<string> formats)
    {
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
        {
            return Epoch(number, formats.Contains("millis") || (number == decimal.Truncate(number) && Math.Abs(number) >= LeastMillis), text);
        }

        foreach (string format in formats.Where(format => format != "millis"))
        {
            if (DateTimeOffset.TryParseExact(text, DotNetPattern(format), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time.UtcDateTime;
            }
        }

        return Usual().Match(text) is { Success: true } match ? Usual(match, text) : throw Wrong(text);
    }

    private static DateTime Epoch(decimal number, bool isMillis, string text)
    {
        try
        {
            return DateTime.UnixEpoch.AddTicks((long)(number * (isMillis ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerSecond)));
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            throw Wrong(text);
        }
    }

    private static DateTime Usual(Match match, string text)
    {
        int Part(string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);
        try
        {
            var whole = new DateTime(Part("year"), Part("month"), Part("day"), Part("hour"), Part("minute"), Part("second"), DateTimeKind.Utc);
            // Nine digits may be there; a tick is the seventh.
            string fraction = match.Groups["fraction"].Value.PadRight(7, '0')[..7];
            return whole.AddTicks(int.Parse(fraction, CultureInfo.InvariantCulture));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Wrong(text);
        }
    }

    // Java's letters are .NET's for dates and times, fractions and zones excepted.
    private static string DotNetPattern(string pattern) =>
        pattern.Replace('S', 'f').Replace("XXX", "zzz", StringComparison.Ordinal).Replace("Z", "zzz", StringComparison.Ordinal);

    private static ConversionException Wrong(string text) => ConversionException.Mismatch($"For input string: \"{text}\"");

    // With a T between, it is UTC and ends with a Z; with a space, it does not.
    [GeneratedRegex(
        @"\A(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:T(?<t>)|[ ])"
        + @"(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})(?:\.(?<fraction>\d{1,9}))?(?(t)Z)\z")]
    private static partial Regex Usual();
}
