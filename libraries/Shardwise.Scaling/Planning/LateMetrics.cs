using System.Globalization;

namespace Shardwise.Scaling.Planning;

/// <summary>
/// What a policy makes of minutes that are not visible yet. What is visible decides upwards, however old, with a margin that grows with its
/// age; the way down needs news, but not that the news be young: a delay that stays the same keeps nothing from being seen.
/// </summary>
internal static class LateMetrics
{
    // A minute is visible two to three after it began: nothing is late before that.
    private const int UsualMinutes = 3;

    // More than this is not guessed at.
    private const int MostEstimated = 20;

    // Without a new minute for so long the stream stands still, or nobody sees it: only what was full already asks for more.
    private static readonly TimeSpan SaysNothingAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UsualDelay = TimeSpan.FromMinutes(2);

    // The margin: as the last hour rose within so many minutes in a quarter of its minutes or more, so that a climb counts and one jump does
    // not; at least as a steady creep, and no more than half as much again.
    private const double Quantile = 0.75;
    private const double LeastRise = 0.015;
    private const double MostMargin = 1.5;
    private const int LevelMinutes = 4;
    private const int RisesOf = 60;

    // So full, an old minute asks for more whatever came after it.
    private const double Full = 0.9;

    // The way down: all of the newest five minutes, a new one within three, and none of them older than a delay of a quarter of an hour makes it.
    private const int FreshMinutes = 5;
    private const int LeastMinutesForDown = 20;
    private static readonly TimeSpan News = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan NewsOfLate = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan MostLate = TimeSpan.FromMinutes(18);

    /// <summary>Whether nothing visible says anything of now.</summary>
    public static bool SaysNothing(Observation observation) => observation.Minutes is not [.., var newest]
        || (observation.Now - (observation.NewestSince ?? newest.Start + UsualDelay) > SaysNothingAfter
            && Demand.Of(newest, observation.OpenShards) < Full * observation.OpenShards);

    /// <summary>The observation with estimates in place of the minutes that should be visible by now.</summary>
    public static Observation BroughtUp(Observation observation)
    {
        var missing = Missing(observation);
        if (missing == 0)
            return observation;
        var newest = observation.Minutes[^1];
        var level = Level(observation);
        var minutes = new List<TrafficMinute>(observation.Minutes.Count + missing);
        minutes.AddRange(observation.Minutes);
        for (var ahead = 1; ahead <= missing; ahead++)
        {
            // The shards of the newest minute: what a reshard since then has led to is not seen yet.
            minutes.Add(new TrafficMinute
            {
                Start = newest.Start.AddMinutes(ahead),
                Bytes = level * Margin(observation, ahead) * ShardCapacity.BytesPerMinute,
                Records = 0,
                OpenShards = newest.OpenShards,
            });
        }

        return observation with { Minutes = minutes, EstimatedMinutes = missing };
    }

    /// <summary>Whether the newest minutes are all there, and news: without that nothing goes down.</summary>
    public static bool IsFresh(Observation observation)
    {
        var minutes = observation.Minutes;
        var seen = minutes.Count - observation.EstimatedMinutes;
        if (seen < LeastMinutesForDown)
            return false;
        var newest = minutes[seen - 1];
        var age = Age(observation, newest);
        var isNews = age <= News || (age <= MostLate && observation.Now - observation.NewestSince <= NewsOfLate);
        return isNews && newest.Start - minutes[seen - FreshMinutes].Start == TimeSpan.FromMinutes(FreshMinutes - 1);
    }

    /// <summary>What a reason says of it; <see langword="null"/> where nothing is late.</summary>
    public static string? Said(Observation observation)
    {
        var missing = Missing(observation);
        return missing == 0 ? null : string.Create(CultureInfo.InvariantCulture,
            $"{Math.Floor(Age(observation, observation.Minutes[^1]).TotalMinutes):0} minutes ago is the newest that CloudWatch shows, so "
            + $"{(Margin(observation, missing) - 1) * 100:0} % more is planned for");
    }

    private static TimeSpan Age(Observation observation, TrafficMinute newest) => observation.Now - newest.Start;

    private static int Missing(Observation observation) => observation.Minutes is not [.., var newest] ? 0
        : Math.Clamp((int)Math.Floor(Age(observation, newest).TotalMinutes) - UsualMinutes, 0, MostEstimated);

    private static double Level(Observation observation)
    {
        var minutes = observation.Minutes;
        var (sum, count) = (0.0, Math.Min(LevelMinutes, minutes.Count));
        for (var i = minutes.Count - count; i < minutes.Count; i++)
            sum += Demand.Of(minutes[i], observation.OpenShards);
        return Math.Max(sum / count, Demand.Of(minutes[^1], observation.OpenShards));
    }

    private static double Margin(Observation observation, int minutesAhead)
    {
        var minutes = observation.Minutes;
        Span<double> rises = stackalloc double[Math.Clamp(minutes.Count - minutesAhead, 0, RisesOf)];
        for (var i = 0; i < rises.Length; i++)
        {
            var to = minutes.Count - 1 - i;
            var (before, after) = (Demand.Of(minutes[to - minutesAhead], observation.OpenShards), Demand.Of(minutes[to], observation.OpenShards));
            rises[i] = Math.Log((after + Learned.Offset) / (before + Learned.Offset));
        }

        rises.Sort();
        var seen = rises.Length == 0 ? 0 : rises[(int)(Quantile * (rises.Length - 1))];
        return Math.Min(MostMargin, Math.Exp(Math.Max(seen, LeastRise * minutesAhead)));
    }
}
