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
    private FreeMoves? _freeLater;

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
        var now = context.StepsLeft > 0 ? FreeMovesOf(ref _free, context, context.StepsLeft) : null;
        var later = context.StepsADay > 0 ? FreeMovesOf(ref _freeLater, context, context.StepsADay) : null;
        var risk = new SpentRisk(setting, context, budget);
        for (var slot = costs.Length - 1; slot >= 0; slot--)
        {
            risk.GoBack(slot, demand[slot], mean);
            for (var left = 0; left <= budget; left++)
            {
                var next = Math.Min(budget, left + context.Returns[slot + 1]) * count;
                for (var i = 0; i < count; i++)
                    _staying[left * count + i] = costs[slot][i] + Math.Min(
                        MostRisk * risk.Scale, risk.ByLeft[left] * risk.ByLevel[i]) + _ahead[next + i];
            }

            var free = slot < context.StepsBack ? now : later;
            if (free is not null || slot == 0)
                Throttling(levels, costs[slot], Slots.Minutes[slot]);
            if (slot == 0)
                break;
            _staying.AsSpan(0, count).CopyTo(_here);
            for (var left = 1; left <= budget; left++)
                Relax(_staying.AsSpan((left - 1) * count, count), _staying.AsSpan(left * count, count), _here.AsSpan(left * count, count),
                    first, last, price, queue);
            for (var left = 0; left <= budget; left++)
                free?.Relax(_staying.AsSpan(left * count, count), setting.FreePrice * price, _throttling, _here.AsSpan(left * count, count));
            (_ahead, _here) = (_here, _ahead);
        }

        return Choose(context, now, first, last, price, Math.Max(demand[0], demand[QuarterSlot]));
    }

    private PlannedStep? Choose(PlanContext context, FreeMoves? free, int[] first, int[] last, double price, double soon)
    {
        var (levels, open, left, count) = (context.Levels, context.Open, context.Left, context.Levels.Length);
        if (left == 0 && free is null)
            return null;
        var spent = 1 - (double)left / budget;
        var step = context.Unknown ? setting.LeastStepUnknown : setting.LeastStep + spent * (
            setting.LeastStepSpent + context.Surprise * setting.LeastStepUnforeseen);
        var (best, target) = (_staying[left * count + open], open);
        for (var i = first[open]; left > 0 && i <= last[open]; i++)
        {
            if (MayGo(context, i, step, 1, soon) && _staying[(left - 1) * count + i] + price is var cost && cost < best)
                (best, target) = (cost, i);
        }

        for (var to = 0; free is not null && to < count; to++)
        {
            var cost = _staying[left * count + to] + setting.FreePrice * price + free.Wait(open, to, _throttling);
            if (cost < best && MayGo(context, to, setting.LeastStepFree, 0, soon))
                (best, target) = (cost, to);
        }

        if (target == open)
            return null;
        var up = context.Unknown && context.Climbing ? setting.LeastUpUnknown : context.JustRaised ? setting.LeastUpAgain
            : setting.LeastUp * (1 + context.Surprise) / 2 + spent * context.Surprise * setting.LeastUpSpent;
        // With few calls left a climb whose end nobody knows is met by doubling, even if that turns out to be too much.
        var enough = context.Unknown && 2 * left > budget ? setting.MostUpDemand * soon : int.MaxValue;
        var least = Math.Min(enough, (1 + up) * levels[open]);
        // Without calls only what a sequence reaches can be had.
        while (left > 0 && target > open && target < last[open] && levels[target] < least)
            target++;
        return new(
            levels[target], free?.Minutes(levels[open], levels[target]) is null ? ReshardMethod.UpdateShardCount : ReshardMethod.SplitsAndMerges);
    }

    private void Throttling(int[] levels, double[] costs, int minutes)
    {
        if (_throttling.Length < levels.Length)
            _throttling = new double[levels.Length];
        for (var i = 0; i < levels.Length; i++)
            _throttling[i] = costs[i] / minutes - levels[i];
    }

    private FreeMoves FreeMovesOf(ref FreeMoves? known, PlanContext context, int most)
    {
        var (up, down) = context.Left > 0 ? (setting.SplitMinutes, setting.MergeMinutes) : (
            setting.SplitMinutesWithoutCalls, setting.MergeMinutesWithoutCalls);
        var price = setting.StepPrice * Math.Max(1, (1.0 + context.StepsADay) / (1 + context.StepsLeft));
        if (known?.AreOf(context.Levels, up, down, most, price) != true)
            known = new FreeMoves(context.Levels, up, down, most, price);
        return known;
    }

    private bool MayGo(PlanContext context, int to, double step, int operations, double least)
    {
        var (levels, open) = (context.Levels, context.Open);
        // To the fewest it is the last way down, however small.
        var enough = to == 0 ? Math.Min(step, setting.LeastStep) : step;
        return to > open || (to < open && levels[to] <= (1 - enough) * levels[open] && levels[to] >= least
            && (!context.Unknown || LeavesWayBack(levels[to], context.DayPeak, context.Left - operations, context.Returns, setting.UnknownRaise)));
    }

    /// <summary>Whether, after one operation, those left lead back to the peak that may come again, and one is to spare.</summary>
    public static bool LeavesWayBack(double shards, double peak, Observation observation, PlanningSetting setting) =>
        LeavesWayBack(shards, peak, observation.OperationsLeft - 1, Slots.Returns(observation), setting.UnknownRaise);

    private static bool LeavesWayBack(double shards, double peak, int left, int[] returns, double raise)
    {
        var raises = Math.Ceiling(Math.Log(Math.Max(1, peak / shards), raise) - 1e-9);
        return left + returns.Take(6).Sum() >= raises + 1;
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
