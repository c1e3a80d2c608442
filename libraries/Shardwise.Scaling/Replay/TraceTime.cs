using System.Globalization;

namespace Shardwise.Scaling.Replay;

/// <summary>Reads the times of exports: ISO 8601, UTC where they do not tell, or a count since 1970.</summary>
public static class TraceTime
{
    // As seconds the year 5138, as milliseconds March 1973: no export is of either.
    private const double FewestMilliseconds = 1e11;

    private static readonly double MostSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Reads a time.</summary>
    /// <returns><see langword="null"/> where it is none.</returns>
    public static DateTimeOffset? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (double.TryParse(trimmed, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var count))
            return OfEpoch(count);
        // Year first: no order of day and month to be guessed.
        var isIso = trimmed.Length >= 10 && trimmed[..4].All(char.IsAsciiDigit) && trimmed[4] is '-' or '/';
        return isIso && DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;
    }

    /// <summary>The time that is so many seconds, or milliseconds from 100,000,000,000 on, after 1970 began.</summary>
    /// <returns><see langword="null"/> where it is none.</returns>
    public static DateTimeOffset? OfEpoch(double count)
    {
        var seconds = count < FewestMilliseconds ? count : count / 1_000;
        return seconds >= 0 && seconds < MostSeconds ? DateTimeOffset.UnixEpoch.AddSeconds(Math.Floor(seconds)) : null;
    }
}
