using System.Globalization;

namespace Shardwise.Local.Schedules;

/// <summary>When a rule ticks: <c>rate(5 minutes)</c>, or a <c>cron</c> of numbers, names, lists, ranges and steps.</summary>
internal sealed class ScheduleExpression
{
    // A cron that names no day to come (30 February) is searched for so long and no longer.
    private const int FarthestTickDays = 366 * 5;

    private readonly TimeSpan _interval;
    private readonly CronFields? _cron;

    private ScheduleExpression(TimeSpan interval, CronFields? cron)
    {
        _interval = interval;
        _cron = cron;
    }

    public static bool TryParse(string text, out ScheduleExpression? expression, out string? problem)
    {
        expression = null;
        problem = null;
        if (Inside(text, "rate") is { } rate)
        {
            return TryParseRate(rate, out expression, out problem);
        }

        if (Inside(text, "cron") is { } cron && CronFields.TryParse(cron, out var fields, out problem))
        {
            expression = new ScheduleExpression(default, fields);
            return true;
        }

        problem ??= "allowed are rate(N minutes|hours|days) and cron(minutes hours day-of-month month day-of-week year)";
        return false;
    }

    /// <summary>The first tick after an instant, on a whole minute; null where there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (_cron is null)
        {
            // A rate counts from the epoch, so that a run of the same simulated day ticks at the same minutes.
            long ticks = after.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
            return DateTimeOffset.UnixEpoch.AddTicks(((ticks / _interval.Ticks) + 1) * _interval.Ticks);
        }

        var minute = new DateTimeOffset(after.UtcTicks - (after.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(1);
        var last = after.AddDays(FarthestTickDays);
        while (minute < last)
        {
            if (!_cron.MatchesDay(minute))
            {
                minute = new DateTimeOffset(minute.Date, TimeSpan.Zero).AddDays(1);
            }
            else if (!_cron.MatchesMinute(minute))
            {
                minute = minute.AddMinutes(1);
            }
            else
            {
                return minute;
            }
        }

        return null;
    }

    private static bool TryParseRate(string rate, out ScheduleExpression? expression, out string? problem)
    {
        expression = null;
        problem = "allowed is rate(N minute|minutes|hour|hours|day|days) with N of 1 and more";
        string[] parts = rate.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1)
        {
            return false;
        }

        TimeSpan? unit = parts[1] switch
        {
            "minute" or "minutes" => TimeSpan.FromMinutes(1),
            "hour" or "hours" => TimeSpan.FromHours(1),
            "day" or "days" => TimeSpan.FromDays(1),
            _ => null,
        };
        if (unit is null)
        {
            return false;
        }

        problem = null;
        expression = new ScheduleExpression(unit.Value * count, null);
        return true;
    }

    private static string? Inside(string text, string function) =>
        text.StartsWith(function + "(", StringComparison.Ordinal) && text.EndsWith(')') ? text[(function.Length + 1)..^1] : null;
}
