using System.Globalization;
using System.Text.Json.Serialization;

namespace Shardwise.Scaling;

/// <summary>A higher minimum at a given time of every day: "at least 40 shards from 18:00 to 23:00, Europe/Berlin".</summary>
/// <remarks>
/// In JSON the names are camelCase. The clock is that of the time zone, daylight saving included. A reshard takes minutes: let a floor
/// begin that much before it is needed.
/// </remarks>
// A number that is only known when a stack is deployed reaches the event as text.
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record ScheduledFloor
{
    private const string TimeFormat = "HH':'mm";

    /// <summary>Made with the defaults; every property may then be set.</summary>
    [JsonConstructor]
    public ScheduledFloor(int minShards = 0, string from = "", string until = "", string timeZone = "UTC") =>
        (MinShards, From, Until, TimeZone) = (minShards, from, until, timeZone);

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

    /// <summary>Whether it holds at a moment.</summary>
    /// <param name="now">The moment.</param>
    public bool Holds(DateTimeOffset now)
    {
        if (Time(From) is not { } from || Time(Until) is not { } until || Zone() is not { } zone)
            return false;
        var time = TimeOnly.FromTimeSpan(TimeZoneInfo.ConvertTime(now, zone).TimeOfDay);
        return from == until || time.IsBetween(from, until);
    }

    internal IEnumerable<string> Violations(string name, int maxShards)
    {
        if (MinShards < 1 || MinShards > maxShards)
            yield return string.Create(CultureInfo.InvariantCulture, $"{name}.minShards is {MinShards}, allowed is 1 to maxShards ({maxShards})");
        if (Time(From) is null)
            yield return $"{name}.from is \"{From}\", allowed is a time of the day as 18:00";
        if (Time(Until) is null)
            yield return $"{name}.until is \"{Until}\", allowed is a time of the day as 23:00";
        if (Zone() is null)
            yield return $"{name}.timeZone is \"{TimeZone}\", allowed is an IANA time zone as Europe/Berlin";
    }

    private static TimeOnly? Time(string? text) =>
        TimeOnly.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private TimeZoneInfo? Zone() => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone ?? "", out var zone) ? zone : null;
}
