using System.Globalization;

namespace Shardwise.Scaling.Calendar;

/// <summary>Reads the clock and the calendar of a place.</summary>
internal static class ZonedClock
{
    private const string TimeFormat = "HH':'mm";
    private const string DateFormat = "yyyy'-'MM'-'dd";
    private const string MomentFormat = "yyyy'-'MM'-'dd'T'HH':'mm";

    public static readonly IReadOnlyList<string> Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static TimeZoneInfo? Zone(string? id) => TimeZoneInfo.TryFindSystemTimeZoneById(id ?? "", out var zone) ? zone : null;

    public static TimeOnly? Time(string? text) =>
        TimeOnly.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    public static DateOnly? Date(string? text) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public static DayOfWeek? Day(string? text) => Days.ToList().IndexOf(text ?? "") is >= 0 and var day ? (DayOfWeek)day : null;

    /// <summary>The moment that a clock of the zone shows so; of an hour that the clock passes over, an hour later.</summary>
    public static DateTimeOffset? Moment(string? text, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(text, MomentFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return null;
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, zone), TimeSpan.Zero);
    }
}
