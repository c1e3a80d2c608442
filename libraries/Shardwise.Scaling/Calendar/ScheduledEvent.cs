using System.Globalization;
using System.Text.Json.Serialization;
using Shardwise.Scaling.Calendar;

namespace Shardwise.Scaling;

/// <summary>A higher minimum that is wanted once: "200 shards from Friday 17:30 to Sunday 02:00". It is reached before it begins.</summary>
/// <remarks>In JSON the names are camelCase. One that is over may stay in the target; it does nothing.</remarks>
// A number that is only known when a stack is deployed reaches the event as text.
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record ScheduledEvent
{
    /// <summary>Made with the defaults; every property may then be set.</summary>
    [JsonConstructor]
    public ScheduledEvent(int minShards = 0, string from = "", string until = "", string timeZone = "UTC") =>
        (MinShards, From, Until, TimeZone) = (minShards, from, until, timeZone);

    /// <summary>
    /// The fewest open shards from <see cref="From"/> to <see cref="Until"/> (<c>minShards</c>): 1 to the target's maximum. Required.
    /// </summary>
    [JsonPropertyName("minShards")]
    public int MinShards { get; init; }

    /// <summary>The minute by which the shards are to be there (<c>from</c>), as <c>2026-11-27T17:30</c>. Required.</summary>
    [JsonPropertyName("from")]
    public string From { get; init; }

    /// <summary>
    /// The first minute in which they are no longer wanted (<c>until</c>), as <c>2026-11-29T02:00</c>; after <see cref="From"/>. Required.
    /// </summary>
    [JsonPropertyName("until")]
    public string Until { get; init; }

    /// <summary>The IANA time zone of both (<c>timeZone</c>), as <c>Europe/Berlin</c>.</summary>
    /// <value>Default: UTC.</value>
    [JsonPropertyName("timeZone")]
    public string TimeZone { get; init; }

    /// <summary>When it begins and ends; <see langword="null"/> when it is not valid.</summary>
    [JsonIgnore]
    public (DateTimeOffset From, DateTimeOffset Until)? Span =>
        ZonedClock.Zone(TimeZone) is { } zone && ZonedClock.Moment(From, zone) is { } from && ZonedClock.Moment(Until, zone) is { } until
            ? (from, until)
            : null;

    /// <summary>Whether it holds at a moment.</summary>
    /// <param name="now">The moment.</param>
    public bool Holds(DateTimeOffset now) => Span is var (from, until) && from <= now && now < until;

    /// <inheritdoc/>
    public override string ToString() => $"{From} {TimeZone}";

    internal IEnumerable<string> Violations(string name, int maxShards)
    {
        if (MinShards < 1 || MinShards > maxShards)
            yield return string.Create(CultureInfo.InvariantCulture, $"{name}.minShards is {MinShards}, allowed is 1 to maxShards ({maxShards})");
        var zone = ZonedClock.Zone(TimeZone);
        var clock = zone ?? TimeZoneInfo.Utc;
        var (from, until) = (ZonedClock.Moment(From, clock), ZonedClock.Moment(Until, clock));
        if (from is null)
            yield return $"{name}.from is \"{From}\", allowed is a date and time as 2026-11-27T17:30";
        if (until is null)
            yield return $"{name}.until is \"{Until}\", allowed is a date and time as 2026-11-29T02:00";
        else if (until <= from)
            yield return $"{name}.until is \"{Until}\", allowed is a time after from (\"{From}\")";
        if (zone is null)
            yield return $"{name}.timeZone is \"{TimeZone}\", allowed is an IANA time zone as Europe/Berlin";
    }
}
