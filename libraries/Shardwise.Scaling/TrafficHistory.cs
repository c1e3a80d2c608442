namespace Shardwise.Scaling;

/// <summary>The demand of the last two weeks in periods of 5 minutes: what a policy learns the traffic's habits from.</summary>
/// <param name="Start">When the first period began: a whole multiple of 5 minutes of the day.</param>
/// <param name="DemandShards">
/// Mean demand of each period, in full shards, oldest first and without gaps; <see cref="double.NaN"/> where nothing is known. Only
/// complete periods.
/// </param>
public sealed record TrafficHistory(DateTimeOffset Start, IReadOnlyList<double> DemandShards)
{
    /// <summary>Minutes of a period: 5.</summary>
    public const int PeriodMinutes = 5;

    /// <summary>The most periods that are of use: two weeks of them.</summary>
    public const int MaxPeriods = 14 * 1_440 / PeriodMinutes;
}
