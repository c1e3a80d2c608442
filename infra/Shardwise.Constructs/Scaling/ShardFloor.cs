using Shardwise.Constructs.Defaults;
using System.Globalization;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Scaling;

/// <summary>A higher minimum at a given time of every day: at least 40 shards from 18:00 to 23:00, Europe/Berlin.</summary>
/// <remarks>A reshard takes minutes: let a floor begin that much before it is needed.</remarks>
public sealed record ShardFloor
{
    /// <summary>The fewest shards while it holds.</summary>
    /// <value>A whole number from 1 to the stream's MaxShards. A parameter's <c>ValueAsNumber</c> is checked by the scaler.</value>
    public required double MinShards { get; init; }

    /// <summary>When it begins to hold.</summary>
    public required TimeOnly From { get; init; }

    /// <summary>
    /// When it no longer holds; a time before <see cref="From"/> is of the next day, the same as <see cref="From"/> is the whole day.
    /// </summary>
    public required TimeOnly Until { get; init; }

    /// <summary>The IANA time zone of both, daylight saving included.</summary>
    /// <value>The default is UTC.</value>
    public string TimeZone { get; init; } = ConstructDefaults.Current.ScalingFloorTimeZone;

    internal void Check(PropsCheck check, string name, int maxShards)
    {
        check.Whole($"{name}.{nameof(MinShards)}", MinShards, KinesisLimits.MinShards, maxShards);
        check.Require(TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _), $"{name}.{nameof(TimeZone)}", TimeZone,
            "an IANA time zone such as Europe/Berlin");
    }

    internal Dictionary<string, object> Detail() => new()
    {
        ["minShards"] = MinShards,
        ["from"] = From.ToString("HH':'mm", CultureInfo.InvariantCulture),
        ["until"] = Until.ToString("HH':'mm", CultureInfo.InvariantCulture),
        ["timeZone"] = TimeZone,
    };
}
