using System.Globalization;
using System.Text.Json.Serialization;
using Shardwise.Scaling.Calendar;

namespace Shardwise.Scaling;

/// <summary>A higher minimum at a given time of the day: "at least 40 shards from 18:00 to 23:00 on Fridays, Europe/Berlin".</summary>
/// <remarks>
/// In JSON the names are camelCase. The clock is that of the time zone, daylight saving included. A reshard takes minutes: let a floor
/// begin that much before it is needed.
/// </remarks>
// A number that is only known when a stack is deployed reaches the event as text.
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record ScheduledFloor
{
    /// <summary>Made with the defaults; every property may then be set.</summary>
    [JsonConstructor]
    public ScheduledFloor(int minShards = 0, string from = "", string until = "", string timeZone = "UTC",
        IReadOnlyList<string>? days = null, string? firstDate = null, string? lastDate = null)
    {
        (MinShards, From, Until, TimeZone) = (minShards, from, until, timeZone);
        (Days, FirstDate, LastDate) = (days is { Count: > 0 } ? days : null, firstDate, lastDate);
    }

    /// <summary>The fewest open shards while it holds (<c>minShards</c>): 1 to the target's maximum. Required.</summary>
    [JsonPropertyName("minShards")]
    public int MinShards { get; init; }

    /// <summary>The first minute of the day in which it holds (<c>from</c>), as <c>18:00</c>. Required.</summary>
    [JsonPropertyName("from")]
    public string From { get; init; }

    /// <summary>
    /// The first minute of the day in which it no longer holds (<c>until</c>), as <c>23:00</c>; one before <see cref="From"/> is of the next
    /// day, the same as <see cref="From"/> is the whole day. Required.
    /// </summary>
    [JsonPropertyName("until")]
    public string Until { get; init; }

    /// <summary>The IANA time zone of both (<c>timeZone</c>), as <c>Europe/Berlin</c>.</summary>
    /// <value>Default: UTC.</value>
    [JsonPropertyName("timeZone")]
    public string TimeZone { get; init; }

    /// <summary>
    /// The days of the week on which it begins (<c>days</c>): <c>sun</c>, <c>mon</c>, <c>tue</c>, <c>wed</c>, <c>thu</c>, <c>fri</c>, <c>sat</c>.
    /// </summary>
    /// <value>Default: every day.</value>
    [JsonPropertyName("days")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Days { get; init; }

    /// <summary>The first date on which it begins (<c>firstDate</c>), as <c>2026-12-01</c>.</summary>
    /// <value>Default: none.</value>
    [JsonPropertyName("firstDate")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FirstDate { get; init; }

    /// <summary>The last date on which it begins (<c>lastDate</c>), as <c>2026-12-24</c>; not before <see cref="FirstDate"/>.</summary>
    /// <value>Default: none.</value>
    [JsonPropertyName("lastDate")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LastDate { get; init; }

    /// <summary>Whether it holds at a moment.</summary>
    /// <param name="now">The moment.</param>
    public bool Holds(DateTimeOffset now)
    {
        if (ZonedClock.Time(From) is not { } from || ZonedClock.Time(Until) is not { } until || ZonedClock.Zone(TimeZone) is not { } zone)
            return false;
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var (date, time) = (DateOnly.FromDateTime(local.DateTime), TimeOnly.FromTimeSpan(local.TimeOfDay));
        if (from == until)
            return BeginsOn(date);
        // After midnight it is still that of the evening before.
        return from < until ? time >= from && time < until && BeginsOn(date)
            : (time >= from && BeginsOn(date)) || (time < until && BeginsOn(date.AddDays(-1)));
    }

    private bool BeginsOn(DateOnly date) => (Days is null || Days.Any(day => ZonedClock.Day(day) == date.DayOfWeek))
        && !(ZonedClock.Date(FirstDate) > date) && !(ZonedClock.Date(LastDate) < date);

    internal IEnumerable<string> Violations(string name, int maxShards)
    {
        if (MinShards < 1 || MinShards > maxShards)
            yield return string.Create(CultureInfo.InvariantCulture, $"{name}.minShards is {MinShards}, allowed is 1 to maxShards ({maxShards})");
        if (ZonedClock.Time(From) is null)
            yield return $"{name}.from is \"{From}\", allowed is a time of the day as 18:00";
        if (ZonedClock.Time(Until) is null)
            yield return $"{name}.until is \"{Until}\", allowed is a time of the day as 23:00";
        if (ZonedClock.Zone(TimeZone) is null)
            yield return $"{name}.timeZone is \"{TimeZone}\", allowed is an IANA time zone as Europe/Berlin";
        foreach (var day in (Days ?? []).Where(day => ZonedClock.Day(day) is null))
            yield return $"{name}.days has \"{day}\", allowed are {string.Join(", ", ZonedClock.Days)}";
        if (FirstDate is not null && ZonedClock.Date(FirstDate) is null)
            yield return $"{name}.firstDate is \"{FirstDate}\", allowed is a date as 2026-12-01";
        if (LastDate is not null && ZonedClock.Date(LastDate) is null)
            yield return $"{name}.lastDate is \"{LastDate}\", allowed is a date as 2026-12-24";
        else if (ZonedClock.Date(LastDate) < ZonedClock.Date(FirstDate))
            yield return $"{name}.lastDate is \"{LastDate}\", allowed is firstDate (\"{FirstDate}\") or later";
    }
}
