using Shardwise.Constructs.Defaults;
using System.Globalization;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Scaling;

/// <summary>A higher minimum at a given time of the day: at least 40 shards from 18:00 to 23:00 on Fridays, Europe/Berlin.</summary>
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

    /// <summary>The days of the week on which it begins to hold; past midnight it is still that of the evening before.</summary>
    /// <value>The default is every day.</value>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];

    /// <summary>The first date on which it begins to hold, by the clock of <see cref="TimeZone"/>.</summary>
    /// <value>The default is none.</value>
    public DateOnly? FirstDate { get; init; }

    /// <summary>The last date on which it begins to hold; not before <see cref="FirstDate"/>.</summary>
    /// <value>The default is none.</value>
    public DateOnly? LastDate { get; init; }

    internal void Check(PropsCheck check, string name, int maxShards)
    {
        check.Whole($"{name}.{nameof(MinShards)}", MinShards, KinesisLimits.MinShards, maxShards);
        check.Require(TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _), $"{name}.{nameof(TimeZone)}", TimeZone,
            "an IANA time zone such as Europe/Berlin");
        check.Require(!(LastDate < FirstDate), $"{name}.{nameof(LastDate)}", Text(LastDate), $"FirstDate, which is {Text(FirstDate)}, or later");
        check.Require(Days.All(Enum.IsDefined), $"{name}.{nameof(Days)}", string.Join(", ", Days), "days of the week");
    }

    internal Dictionary<string, object> Detail()
    {
        var detail = new Dictionary<string, object>
        {
            ["minShards"] = MinShards,
            ["from"] = From.ToString("HH':'mm", CultureInfo.InvariantCulture),
            ["until"] = Until.ToString("HH':'mm", CultureInfo.InvariantCulture),
            ["timeZone"] = TimeZone,
        };
        // What is not there is every day: the events of stacks that never heard of it stay as they are.
        if (Days.Count > 0)
            detail["days"] = Days.Distinct().Order().Select(day => day.ToString()[..3].ToLowerInvariant()).ToArray();
        if (FirstDate is not null)
            detail["firstDate"] = Text(FirstDate);
        if (LastDate is not null)
            detail["lastDate"] = Text(LastDate);
        return detail;
    }

    private static string Text(DateOnly? date) => date?.ToString("yyyy'-'MM'-'dd", CultureInfo.InvariantCulture) ?? "";
}
