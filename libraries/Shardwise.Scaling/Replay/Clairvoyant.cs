namespace Shardwise.Scaling.Replay;

/// <summary>
/// The cheapest schedule of equal ranges that knows the whole trace and throttles nothing: what no policy can beat without throttling.
/// </summary>
/// <remarks>
/// It makes at most the limits' number of changes in each calendar day of the trace, one a minute, each within half to double, at once,
/// and begins with any count. Exact, by dynamic programming over minute, shards and changes used in the day.
/// </remarks>
public static class Clairvoyant
{
    private const int MinutesPerDay = 1_440;

    /// <summary>Shard-hours of the cheapest schedule.</summary>
    /// <param name="trace">The traffic.</param>
    /// <param name="changesPerDay">Changes allowed in each calendar day.</param>
    /// <param name="freeSteps">Changes of one shard that are free in each minute: 2 for policies that split and merge too.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    public static double ShardHours(Trace trace, int changesPerDay = 10, int freeSteps = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trace);
        // More shards than the peak needs never help: any schedule cut off there is still legal.
        var most = Math.Max(1, (int)Math.Ceiling(trace.Shards.Max()));
        var costs = new double[changesPerDay + 1][];
        var next = new double[changesPerDay + 1][];
        for (var used = 0; used <= changesPerDay; used++)
        {
            costs[used] = new double[most + 1];
            next[used] = new double[most + 1];
            Array.Fill(costs[used], used == 0 ? 0 : double.PositiveInfinity);
        }

        var window = new SlidingMinimum(most + 1);
        for (var minute = 0; minute < trace.Minutes.Count; minute++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (minute % MinutesPerDay == 0)
                StartDay(costs);
            var need = Math.Max(1, (int)Math.Ceiling(trace.Shards[minute]));
            for (var used = 0; used <= changesPerDay; used++)
            {
                var unchanged = costs[used];
                var target = next[used];
                Array.Copy(unchanged, target, most + 1);
                for (var step = 0; step < freeSteps && minute > 0; step++)
                    TakeFreeStep(target);
                // A minute takes free steps or one change, not both.
                if (used > 0 && minute > 0)
                    TakeChange(costs[used - 1], target, need, window);
                Serve(target, need);
            }

            (costs, next) = (next, costs);
        }

        return costs.Min(row => row.Skip(1).Min()) / 60;
    }

    private static void StartDay(double[][] costs)
    {
        for (var shards = 1; shards < costs[0].Length; shards++)
        {
            for (var used = 1; used < costs.Length; used++)
            {
                costs[0][shards] = Math.Min(costs[0][shards], costs[used][shards]);
                costs[used][shards] = double.PositiveInfinity;
            }
        }
    }

    private static void TakeChange(double[] from, double[] to, int need, SlidingMinimum window)
    {
        window.Reset(from);
        for (var shards = need; shards < to.Length; shards++)
        {
            // From x one change reaches ceil(x / 2) to 2x, so this count is reached from ceil(shards / 2) to 2 shards.
            var least = window.Minimum((shards + 1) / 2, Math.Min(2 * shards, to.Length - 1));
            if (least < to[shards])
                to[shards] = least;
        }
    }

    private static void TakeFreeStep(double[] costs)
    {
        var before = double.PositiveInfinity;
        for (var shards = 1; shards < costs.Length; shards++)
        {
            var here = costs[shards];
            var after = shards + 1 < costs.Length ? costs[shards + 1] : double.PositiveInfinity;
            costs[shards] = Math.Min(here, Math.Min(before, after));
            before = here;
        }
    }

    private static void Serve(double[] costs, int need)
    {
        costs.AsSpan(0, Math.Min(need, costs.Length)).Fill(double.PositiveInfinity);
        for (var shards = need; shards < costs.Length; shards++)
            costs[shards] += shards;
    }
}
