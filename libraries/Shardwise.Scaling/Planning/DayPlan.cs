namespace Shardwise.Scaling.Planning;

/// <summary>
/// The cheapest schedule of operations over the day ahead, with the operations left and those that come back, by dynamic programming.
/// </summary>
internal sealed class DayPlan(PlanningSetting setting, int budget)
{
    // However few operations are left, a minute costs no more than so many times the demand.
    private const double MostRisk = 10;

    // The slot that ends a quarter of an hour from now.
    private const int QuarterSlot = 3;

    private double[] _ahead = [];
    private double[] _here = [];
    private double[] _staying = [];
    private double[] _throttling = [];
    private FreeMoves? _free;

    /// <summary>Plans.</summary>
    /// <param name="context">What is known besides the demand.</param>
    /// <param name="costs">By slot, then level: what the slot costs there, in shard-minutes.</param>
    /// <param name="demand">By slot: mean demand, in shards.</param>
    /// <returns>The count to reach now, and how; null when it is cheaper to wait.</returns>
    public PlannedStep? Plan(PlanContext context, double[][] costs, double[] demand)
    {
        var (levels, count) = (context.Levels, context.Levels.Length);
        var (first, last) = Levels.Reach(levels, context.Limits);
        var size = (budget + 1) * count;
        if (_ahead.Length < size)
            (_ahead, _here, _staying) = (new double[size], new double[size], new double[size]);
        Array.Clear(_ahead, 0, size);
        Span<int> queue = stackalloc int[count];
        var mean = demand.Average() + Learned.Offset;
        var price = setting.OperationPrice * mean;
        var free = context.Splits ? FreeMovesOf(levels, context.Left) : null;
        var risk = new SpentRisk(setting, context, budget);
        for (var slot = costs.Length - 1; slot >= 0; slot--)
        {
            risk.GoBack(slot, demand[slot], mean);
            for (var left = 0; left <= budget; left++)
            {
                var next = Math.Min(budget, left + context.Returns[slot + 1]) * count;
                for (var i = 0; i < count; i++)
                    _staying[left * count + i] = costs[slot][i] + Math.Min(MostRisk * risk.Scale, risk.ByLeft[left] * risk.ByLevel[i]) + _ahead[next + i];
            }

            if (free is not null)
                Throttling(levels, costs[slot], Slots.Minutes[slot]);
            if (slot == 0)
                break;
            _staying.AsSpan(0, count).CopyTo(_here);
            for (var left = 1; left <= budget; left++)
                Relax(_staying.AsSpan((left - 1) * count, count), _staying.AsSpan(left * count, count), _here.AsSpan(left * count, count), first, last, price, queue);
            for (var left = 0; left <= budget; left++)
                free?.Relax(_staying.AsSpan(left * count, count), setting.FreePrice * price, _throttling, _here.AsSpan(left * count, count));
            (_ahead, _here) = (_here, _ahead);
        }

        return Choose(context, free, first, last, price, context.Unknown ? setting.MostUpDemand * Math.Max(demand[0], demand[QuarterSlot]) : int.MaxValue);
    }

    private PlannedStep? Choose(PlanContext context, FreeMoves? free, int[] first, int[] last, double price, double enough)
    {
        var (levels, open, left, count) = (context.Levels, context.Open, context.Left, context.Levels.Length);
        if (left == 0 && free is null)
            return null;
        var spent = 1 - (double)left / budget;
        var step = setting.LeastStep + spent * (setting.LeastStepSpent + context.Surprise * setting.LeastStepUnforeseen);
        var (best, target) = (_staying[left * count + open], open);
        for (var i = first[open]; left > 0 && i <= last[open]; i++)
        {
            if (MayGo(context, i, step, 1) && _staying[(left - 1) * count + i] + price is var cost && cost < best)
                (best, target) = (cost, i);
        }

        for (var to = 0; free is not null && to < count; to++)
        {
            var cost = _staying[left * count + to] + setting.FreePrice * price + free.Wait(open, to, _throttling);
            if (cost < best && MayGo(context, to, setting.LeastStepFree, 0))
                (best, target) = (cost, to);
        }

        if (target == open)
            return null;
        if (target < open)
            return Step(free, left, levels[open], levels[target]);
        var up = context.Unknown && context.Climbing ? setting.LeastUpUnknown : context.JustRaised ? setting.LeastUpAgain
            : setting.LeastUp * (1 + context.Surprise) / 2 + spent * context.Surprise * setting.LeastUpSpent;
        // Without calls only what a sequence reaches can be had.
        while (left > 0 && target < last[open] && levels[target] < Math.Min(enough, (1 + up) * levels[open]))
            target++;
        return Step(free, left, levels[open], levels[target]);
    }

    private void Throttling(int[] levels, double[] costs, int minutes)
    {
        if (_throttling.Length < levels.Length)
            _throttling = new double[levels.Length];
        for (var i = 0; i < levels.Length; i++)
            _throttling[i] = costs[i] / minutes - levels[i];
    }

    private FreeMoves FreeMovesOf(int[] levels, int left)
    {
        var (up, down) = left > 0 ? (setting.SplitMinutes, setting.MergeMinutes) : (setting.SplitMinutesWithoutCalls, setting.MergeMinutesWithoutCalls);
        if (_free?.AreOf(levels, up, down) != true)
            _free = new FreeMoves(levels, up, down, setting.StepPrice);
        return _free;
    }

    private static bool MayGo(PlanContext context, int to, double step, int operations)
    {
        var (levels, open) = (context.Levels, context.Open);
        return to > open || (to < open && levels[to] <= (1 - step) * levels[open]
            && (!context.Unknown || LeavesWayBack(levels[to], context.DayPeak, context.Left - operations, context.Returns, context.Limits)));
    }

    private static PlannedStep? Step(FreeMoves? free, int left, int open, int target) =>
        free?.Minutes(open, target) is not null ? new(target, ReshardMethod.SplitsAndMerges) : left > 0 ? new(target, ReshardMethod.UpdateShardCount) : null;

    /// <summary>Whether, after one operation, those left double back to the peak seen, and one is to spare.</summary>
    public static bool LeavesWayBack(double shards, double peak, Observation observation) =>
        LeavesWayBack(shards, peak, observation.OperationsLeft - 1, Slots.Returns(observation), observation.Limits);

    private static bool LeavesWayBack(double shards, double peak, int left, int[] returns, ReshardLimits limits)
    {
        var doublings = Math.Ceiling(Math.Log(Math.Max(1, peak / shards), limits.GrowthFactor) - 1e-9);
        return left + returns.Take(6).Sum() >= doublings + 1;
    }

    private static void Relax(
        ReadOnlySpan<double> moved, ReadOnlySpan<double> stayed, Span<double> result, int[] first, int[] last, double price, Span<int> queue)
    {
        var (head, tail, end) = (0, 0, 0);
        for (var i = 0; i < result.Length; i++)
        {
            for (; end <= last[i]; end++)
            {
                while (tail > head && moved[queue[tail - 1]] >= moved[end])
                    tail--;
                queue[tail++] = end;
            }

            while (queue[head] < first[i])
                head++;
            result[i] = Math.Min(stayed[i], moved[queue[head]] + price);
        }
    }
}
