namespace Shardwise.Scaling.Planning;

/// <summary>
/// The cheapest schedule of operations over the day ahead, with the operations left and those that come back, by dynamic programming.
/// </summary>
internal sealed class DayPlan(PlanningSetting setting, int budget)
{
    // The slot that ends a quarter of an hour from now.
    private const int QuarterSlot = 3;

    // The slot that begins an hour from now.
    private const int HourSlot = 8;

    private double[] _ahead = [];
    private double[] _here = [];
    private double[] _staying = [];
    private double[] _throttling = [];
    private readonly double[] _hour = new double[budget + 1];
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
                    _staying[left * count + i] = costs[slot][i] + risk.Of(left, i) + _ahead[next + i];
            }

            if (slot < HourSlot)
                StayAnHour(context, slot, costs[slot], risk);
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

        return Choose(context, now, later, first, last, price, Math.Max(demand[0], demand[QuarterSlot]));
    }

    // What an hour at the open shards costs, and what comes after it: by operations left.
    private void StayAnHour(PlanContext context, int slot, double[] costs, SpentRisk risk)
    {
        // Operations only come back meanwhile: what is read of the slot after is not yet written over.
        for (var left = 0; left <= budget; left++)
        {
            var next = Math.Min(budget, left + context.Returns[slot + 1]);
            _hour[left] = costs[context.Open] + risk.Of(left, context.Open)
                + (slot == HourSlot - 1 ? _ahead[next * context.Levels.Length + context.Open] : _hour[next]);
        }
    }

    private PlannedStep? Choose(
        PlanContext context, FreeMoves? free, FreeMoves? later, int[] first, int[] last, double price, double soon)
    {
        var (levels, open, left, count) = (context.Levels, context.Open, context.Left, context.Levels.Length);
        if (left == 0 && free is null)
            return null;
        var spent = 1 - (double)left / budget;
        var step = context.Unknown ? setting.LeastStepUnknown : setting.LeastStep + spent * (
            setting.LeastStepSpent + context.Surprise * setting.LeastStepUnforeseen);
        var target = Cheapest(context, free, (left > 0 ? first[open] : count, last[open]), step, count, price, _staying[left * count + open], soon);
        // While no day is known, a step down that is too small now, or leaves no way back, may look cheaper later than any that is allowed,
        // and would be waited for without end. So what leaves room for the like of the last hour has to be cheaper than another hour only.
        if (target == open && context.Unknown)
        {
            target = Cheapest(context, free, (2 * left > budget ? first[open] : count, open - 1), later is null ? step : setting.LeastStepFree,
                open, price, _hour[left], Math.Max(soon, setting.PeakAgain * context.HourPeak));
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

    // Where the cheapest operation leads to that may be begun and is cheaper than something else; to the open shards for none.
    private int Cheapest(
        PlanContext context, FreeMoves? free, (int First, int Last) calls, double step, int sequencesBelow, double price, double than, double soon)
    {
        var (open, left, count) = (context.Open, context.Left, context.Levels.Length);
        var (best, target) = (than, open);
        for (var i = calls.First; i <= calls.Last; i++)
        {
            if (MayGo(context, i, step, 1, soon) && _staying[(left - 1) * count + i] + price is var cost && cost < best)
                (best, target) = (cost, i);
        }

        for (var to = 0; free is not null && to < sequencesBelow; to++)
        {
            var cost = _staying[left * count + to] + setting.FreePrice * price + free.Wait(open, to, _throttling);
            if (cost < best && MayGo(context, to, setting.LeastStepFree, 0, soon))
                (best, target) = (cost, to);
        }

        return target;
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
            Math.Max(setting.SplitMinutesWithoutCalls, (context.Levels[context.Open] + 1) / 2), setting.MergeMinutesWithoutCalls);
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
