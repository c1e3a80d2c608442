using Shardwise.Scaling.Replay;

namespace Shardwise.Benchmarks.Scaling;

/// <summary>
/// A lower bound on what any schedule of equal ranges costs in a replay that knows the whole trace, keeps to the calls of a day and to a number of
/// splits and merges, and throttles no more than a share of the load.
/// </summary>
/// <remarks>
/// Splits and merges, and throttled load, have a price here in place of their number; the cheapest schedule at any such prices, less what the allowed
/// number is worth at them, is a bound (Lagrange), and the best prices give the best one. Everything else only ever makes schedules cheaper than the
/// replay does: the first count is free, a call takes three minutes and a sequence half a minute a step at least, during which both counts are paid
/// for; sequences run to their end. Exact otherwise, by dynamic programming over minute, shards and calls used.
/// </remarks>
internal sealed class ScheduleBound
{
    private const int CallMinutes = 3;

    // Between the ends of a way up and the beginnings of ways down that fall into so many minutes all calls were begun within a day.
    private const int Window = 1_440 - CallMinutes;
    private const double Never = double.PositiveInfinity;

    private readonly Trace _trace;
    private readonly int _calls;

    // All counts up to this one; the next stands for whatever is more, and is as near to all others as any of those could be.
    private readonly int _most;
    private readonly int[] _queue;

    public ScheduleBound(Trace trace, int callsADay = 10)
    {
        var peak = (int)Math.Ceiling(trace.Shards.Max());
        (_trace, _calls, _most) = (trace, callsADay, peak + Math.Max(4, peak / 4));
        _queue = new int[_most + 2];
    }

    /// <summary>The bound in shard-hours.</summary>
    /// <param name="stepsADay">Splits and merges a day, in the mean of the trace; 0 for none.</param>
    /// <param name="throttledShare">The most of all load that is throttled.</param>
    public double ShardHours(double stepsADay, double throttledShare)
    {
        var (steps, throttled) = (stepsADay * _trace.Minutes.Count / 1_440, throttledShare * _trace.Shards.Sum());
        double At(double stepPrice, double throttlePrice) => Cheapest(steps > 0 ? stepPrice : Never, throttled > 0 ? throttlePrice : Never)
            - (steps > 0 ? stepPrice * steps : 0) - (throttled > 0 ? throttlePrice * throttled : 0);

        // Concave in both prices: once along each comes near the best, and any point is a bound.
        var (step, throttle, best) = (12.0, 400.0, double.NegativeInfinity);
        if (steps > 0)
            (step, best) = Highest(price => At(price, throttle), step);
        if (throttled > 0)
            (throttle, best) = Highest(price => At(step, price), throttle);

        return (double.IsFinite(best) ? best : At(step, throttle)) / 60;
    }

    /// <summary>Shard-minutes, and what splits, merges and throttled load come to at their prices, of the schedule for which that is least.</summary>
    /// <param name="stepPrice">Of each split or merge, in shard-minutes; infinite for none.</param>
    /// <param name="throttlePrice">Of each throttled shard-minute; infinite for none.</param>
    public double Cheapest(double stepPrice, double throttlePrice)
    {
        var costs = Fill(new double[_calls + 1][]);
        var (up, next) = (Fill(new double[_calls + 1][]), Fill(new double[_calls + 1][]));
        var moves = double.IsFinite(stepPrice) ? new PricedSteps(_most, stepPrice) : null;
        Array.Clear(costs[0]);
        for (var minute = 0; minute < _trace.Minutes.Count; minute++)
        {
            if (minute % Window == 0)
                Forget(costs);
            for (var used = 0; minute > 0 && used <= _calls; used++)
            {
                // A way up that ends and a way down that begins may meet in a minute.
                costs[used].CopyTo(up[used], 0);
                moves?.Up(costs[used], up[used]);
                if (used > 0)
                    CallUp(costs[used - 1], up[used]);
                up[used].CopyTo(next[used], 0);
                moves?.Down(up[used], next[used]);
                if (used > 0)
                    CallDown(up[used - 1], next[used]);
            }

            if (minute > 0)
                (costs, next) = (next, costs);
            Serve(costs, _trace.Shards[minute], throttlePrice);
        }

        return costs.Min(row => row.Skip(1).Min());
    }

    private double[][] Fill(double[][] rows)
    {
        for (var used = 0; used < rows.Length; used++)
        {
            rows[used] = new double[_most + 2];
            Array.Fill(rows[used], Never);
        }

        return rows;
    }

    private static void Forget(double[][] costs)
    {
        for (var used = 1; used < costs.Length; used++)
        {
            for (var shards = 1; shards < costs[0].Length; shards++)
                (costs[0][shards], costs[used][shards]) = (Math.Min(costs[0][shards], costs[used][shards]), Never);
        }
    }

    private static void Serve(double[][] costs, double load, double throttlePrice)
    {
        foreach (var row in costs)
        {
            for (var shards = 1; shards < row.Length; shards++)
                row[shards] += shards + (load > shards ? throttlePrice * (load - shards) : 0);
        }
    }

    // From the half up to the count itself.
    private void CallUp(double[] from, double[] to)
    {
        var (head, tail) = (0, 0);
        for (var shards = 2; shards < to.Length; shards++)
        {
            var last = shards - 1;
            while (tail > head && from[_queue[tail - 1]] - CallMinutes * _queue[tail - 1] >= from[last] - CallMinutes * last)
                tail--;
            _queue[tail++] = last;
            while (2 * _queue[head] < shards)
                head++;
            to[shards] = Math.Min(to[shards], from[_queue[head]] + CallMinutes * (shards - _queue[head]));
        }
    }

    // From the double down to the count itself.
    private void CallDown(double[] from, double[] to)
    {
        var (head, tail) = (0, 0);
        for (var shards = to.Length - 2; shards >= 1; shards--)
        {
            var last = shards + 1;
            while (tail > head && from[_queue[tail - 1]] + CallMinutes * _queue[tail - 1] >= from[last] + CallMinutes * last)
                tail--;
            _queue[tail++] = last;
            while (_queue[head] > 2 * shards)
            {
                if (++head == tail)
                    break;
            }

            if (head < tail)
                to[shards] = Math.Min(to[shards], from[_queue[head]] + CallMinutes * (_queue[head] - shards));
        }
    }

    // Golden section over the logarithm of the price.
    private static (double Price, double Value) Highest(Func<double, double> value, double price)
    {
        const double Golden = 0.618;
        const double Width = 4;
        var (low, high) = (Math.Log(price / Width), Math.Log(price * Width));
        var (left, right) = (high - Golden * (high - low), low + Golden * (high - low));
        var (atLeft, atRight) = (value(Math.Exp(left)), value(Math.Exp(right)));
        while (high - low > 0.5)
        {
            if (atLeft > atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                atLeft = value(Math.Exp(left = high - Golden * (high - low)));
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                atRight = value(Math.Exp(right = low + Golden * (high - low)));
            }
        }

        return atLeft > atRight ? (Math.Exp(left), atLeft) : (Math.Exp(right), atRight);
    }
}
