using System.Globalization;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Scaling;

/// <summary>A higher minimum that is wanted once: 200 shards from Friday 17:30 to Sunday 02:00.</summary>
/// <remarks>
/// It is for days that never repeat, which no forecast knows. The shards are there when it begins: the scaler goes up as long before as that takes,
/// and keeps the day's operations that it takes. One that is over may stay; it does nothing.
/// </remarks>
public sealed record ShardEvent
{
    private const string Moment = "yyyy'-'MM'-'dd'T'HH':'mm";

    /// <summary>The fewest shards while it lasts.</summary>
    /// <value>A whole number from 1 to the stream's MaxShards. A parameter's <c>ValueAsNumber</c> is checked by the scaler.</value>
    public required double MinShards { get; init; }

    /// <summary>The minute by which they are there, by the clock of <see cref="TimeZone"/>.</summary>
    public required DateTime From { get; init; }

    /// <summary>The first minute in which they are no longer wanted, by the same clock; after <see cref="From"/>.</summary>
    public required DateTime Until { get; init; }

    /// <summary>The IANA time zone of both, daylight saving included.</summary>
    /// <value>The default is UTC.</value>
    public string TimeZone { get; init; } = ConstructDefaults.Current.ScalingFloorTimeZone;

    internal void Check(PropsCheck check, string name, int maxShards)
    {
        check.Whole($"{name}.{nameof(MinShards)}", MinShards, KinesisLimits.MinShards, maxShards);
        check.Require(Until > From, $"{name}.{nameof(Until)}", Text(Until), $"a time after From, which is {Text(From)}");
        check.Require(TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _), $"{name}.{nameof(TimeZone)}", TimeZone,
            "an IANA time zone such as Europe/Berlin");
        check.Require(From.Kind == DateTimeKind.Unspecified && Until.Kind == DateTimeKind.Unspecified, $"{name}.{nameof(From)} and {nameof(Until)}",
            "of this machine's clock or of UTC", "times of the clock of TimeZone, as new DateTime(2026, 11, 27, 17, 30, 0)");
    }

    internal Dictionary<string, object> Detail() => new()
    {
        ["minShards"] = MinShards,
        ["from"] = Text(From),
        ["until"] = Text(Until),
        ["timeZone"] = TimeZone,
    };

    private static string Text(DateTime time) => time.ToString(Moment, CultureInfo.InvariantCulture);
}
