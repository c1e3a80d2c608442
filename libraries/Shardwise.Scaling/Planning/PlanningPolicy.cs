namespace Shardwise.Scaling.Planning;

/// <summary>
/// Plans the day's operations: forecasts the demand of the next day with its error, and asks for the operation that the cheapest schedule
/// begins with, given the operations left and those that come back.
/// </summary>
/// <remarks>
/// Equal observations give equal decisions; what is kept between calls only saves work, so one policy serves one thread at a time. It asks
/// for nothing that AWS would refuse, crosses neither minimum nor maximum, and reads no missing minute as zero load.
/// </remarks>
public sealed class PlanningPolicy : IScalingPolicy
{
    private const int RecentMinutes = 60;

    // A way down is weighed once a period, when the last one is complete; a way up every minute.
    private const int PhaseOfDown = 2;

    // Soon after a way down, only load that is there is a reason to go up again, and no fear of it: else noise alone would make a pair of them.
    private static readonly TimeSpan SoonAfterDown = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SoonAfterUp = TimeSpan.FromMinutes(10);
    private const double FullAgain = 0.9;
    private const int ShortMinutes = 3;

    private readonly PlanningSetting _setting;
    private readonly bool _splits;
    private readonly HabitReader _habits = new();
    private DayPlan? _plan;
    private int _planBudget;

    /// <summary>Makes a policy.</summary>
    /// <param name="setting">How it weighs cost against throttling.</param>
    /// <param name="splits">Whether it may also split and merge shards, as often as the target allows.</param>
    public PlanningPolicy(PlanningSetting setting, bool splits = false)
    {
        ArgumentNullException.ThrowIfNull(setting);
        (_setting, _splits) = (setting, splits);
    }

    /// <summary>What really comes, for the question what foresight would be worth; no scaler has it.</summary>
    internal Foresight? Foresight { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The target is not valid; see <see cref="ScalingTarget.Validate"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The stream has fewer than 1 open shard.</exception>
    public Decision Decide(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        observation.Target.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(observation.OpenShards, 1);

        if (observation.Sequence is { } under)
            observation = Through(observation, under);
        var ceiling = Math.Min(observation.Target.MaxShards, observation.Limits.MaxShards);
        var floor = Math.Min(observation.Target.MinShards, ceiling);
        var answer = new PlanAnswer(observation);
        return WithoutPlan(observation, answer, floor, ceiling) ?? Planned(LateMetrics.BroughtUp(observation), answer, floor, ceiling);
    }

    // Bounds hold whatever is known of the load; and there are minutes in which nothing can be done.
    private Decision? WithoutPlan(Observation observation, PlanAnswer answer, int floor, int ceiling)
    {
        var (open, sequence) = (observation.OpenShards, observation.Sequence);
        if (open < floor && !(sequence?.Goal >= floor))
            return answer.Reach(floor, $"the minimum is {Wording.Count(floor)}");
        if (open > ceiling && !(sequence?.Goal <= ceiling))
            return answer.Reach(ceiling, $"the maximum is {Wording.Count(ceiling)}");
        if (LateMetrics.SaysNothing(observation))
            return answer.Hold(Wording.NoLoad(observation));
        if (observation.ReshardInFlight)
            return answer.Hold($"a reshard is under way; {answer.Load}");
        if (observation.OperationsLeft > 0)
            return null;
        return sequence is not null ? answer.Hold($"splits and merges are under way; {answer.Load}")
            : StepsLeft(observation) > 0 ? null : answer.Hold($"no operation is left; {answer.Load}");
    }

    private Decision Planned(Observation observation, PlanAnswer answer, int floor, int ceiling)
    {
        var (open, sequence) = (observation.OpenShards, observation.Sequence);
        Span<double> demand = stackalloc double[RecentMinutes];
        var near = NearTerm.From(Recent(observation, demand));
        var mayGoDown = MayGoDown(observation);
        var soon = Foresight?.Soon(observation.Now) ?? Math.Max(near.Level, near.Level + near.Slope * NearTerm.Lead);
        var mayNeedMore = Foresight is null ? (soon + 0.2) * Math.Exp(2 * near.Error) >= open : soon > open;
        var leastDown = (1 - _setting.LeastStep) * open;
        if (!mayNeedMore && (!mayGoDown || soon > leastDown || open == floor))
            return answer.Hold($"{answer.Load}, {WhyNotDown(observation, soon > leastDown, open == floor)}");

        var isFull = near.Newest >= FullAgain * open;
        if (!mayGoDown && !isFull && (sequence is not null || JustLowered(observation)))
            return answer.Hold($"{answer.Load}, and the stream went down only minutes ago: it goes up again when it is nearly full");

        var habits = _habits.Read(observation);
        if (!mayNeedMore && !KnowsDays(habits) && !DayPlan.LeavesWayBack(leastDown, PeakAgain(observation, habits), observation, _setting))
            return answer.Hold($"{answer.Load}, and no day is known yet, so that the operations left are kept for the way back up");
        var forecast = DayForecast.From(
            habits.Periods, habits.TimeOfFirst, habits.Learned, near, _setting, MaySplit(observation)
                ? _setting.FarErrorShareWithSplits
                : _setting.FarErrorShare);
        if (Foresight is not null)
            forecast.Know(Foresight, observation.Now);
        if (Plan(observation, habits, forecast, near.Peak, floor, ceiling) is not { } step)
            return answer.Stay(forecast);
        if (step.Shards < open)
            return mayGoDown ? answer.Plan(step, forecast) : answer.Stay(forecast);
        return !isFull && JustLowered(observation) ? answer.Stay(forecast)
            : sequence is null ? answer.Plan(step, forecast)
            : Instead(sequence.Value, step, observation.Limits, ceiling) is { } call ? answer.Plan(call, forecast)
            : answer.Stay(forecast);
    }

    private static string WhyNotDown(Observation observation, bool isUsed, bool isLeast) =>
        isUsed ? "and the next minutes have room"
        : isLeast ? "and fewer are not allowed"
        : observation.Sequence is { } sequence ? $"on the way to {Wording.Count(sequence.Goal)} by splits and merges"
        : !LateMetrics.IsFresh(observation) ? "and not all of the newest minutes are known, so that it does not go down"
        : "and a way down is weighed every five minutes";

    private bool MayGoDown(Observation observation) =>
        observation.Sequence is null && observation.Now.Minute % TrafficHistory.PeriodMinutes == PhaseOfDown && LateMetrics.IsFresh(observation)
        && !(_splits && LastChange(observation, SoonAfterUp.TotalMinutes) > 0);

    // What the ranges can take meanwhile counts, and any step up may take the place of the next split or merge.
    private static Observation Through(Observation observation, ReshardSequence sequence) => observation with
    {
        OpenShards = sequence.Capacity,
        ReshardInFlight = false,
    };

    // Splits and merges are cut short only for more than they lead to; AWS judges the call by the ranges there are.
    private static PlannedStep? Instead(ReshardSequence sequence, PlannedStep step, ReshardLimits limits, int ceiling)
    {
        if (step.Shards <= sequence.Goal)
            return null;
        var target = Math.Max(step.Shards, limits.SmallestTarget(sequence.Ranges));
        if (target == sequence.Ranges)
            target++;
        return target <= ceiling ? step with { Shards = target } : null;
    }

    private PlannedStep? Plan(Observation observation, Habits habits, DayForecast forecast, double hourPeak, int floor, int ceiling)
    {
        var (open, limits, now) = (observation.OpenShards, observation.Limits, observation.Now);
        // While no day is known, a climb has no end that the past tells; nor has one that is hidden behind the limit.
        var climb = KnowsDays(habits) && !Demand.IsHidden(observation.Minutes[^1]) ? 0 : limits.LargestTarget(open);
        var most = (int)Math.Clamp(Math.Ceiling(Math.Max(forecast.Most, climb)), open, ceiling);
        var levels = Levels.Between(floor, most, open, limits);
        var budget = limits.OperationsPerWindow;
        if (_plan is null || _planBudget != budget)
            (_plan, _planBudget) = (new DayPlan(_setting, budget), budget);
        var context = new PlanContext
        {
            Levels = levels,
            Open = Array.IndexOf(levels, open),
            Left = observation.OperationsLeft,
            StepsLeft = observation.Sequence is null ? StepsLeft(observation) : 0,
            StepsADay = observation.Sequence is null && MaySplit(observation) ? observation.Target.ReshardsADay : 0,
            StepsBack = StepsBack(observation),
            Returns = Slots.Returns(observation),
            HourPeak = hourPeak,
            DayPeak = Foresight is { IsWhole: true } ? 0 : PeakAgain(observation, habits),
            Surprise = Foresight is { IsWhole: true } ? 0 : Math.Clamp(habits.Learned.DayError / _setting.UnforeseenError, 0, 1),
            Unknown = !KnowsDays(habits),
            LatelyUsed = observation.Operations.Count(operation => operation.At > now.AddHours(-12)),
            Climbing = observation.Operations is [.., var last] && last.ToShards > last.FromShards,
            JustRaised = JustRaised(observation),
            Limits = limits,
        };
        return _plan.Plan(context, forecast.Costs(levels, _setting.ThrottlePrice), forecast.Means);
    }

    // While no day is known, whoever chose the shards that there were knew more than the minutes tell.
    private double PeakAgain(Observation observation, Habits habits) => _setting.SeenPeakShare * (habits.KnowsDays ? habits.DayPeak
        : Math.Max(habits.DayPeak, observation.Operations is [var first, ..] ? first.FromShards : observation.OpenShards));

    private bool KnowsDays(Habits habits) => habits.KnowsDays || Foresight is { IsWhole: true };

    private bool MaySplit(Observation observation) => _splits && !observation.Target.CallsOnly;

    // Beyond the day's number only splits that load calls for which stays, and that no call is left for.
    private int StepsLeft(Observation observation) => !MaySplit(observation) ? 0
        : observation.OperationsLeft == 0 && IsShort(observation) ? Math.Max(observation.StepsLeft, MostStepsWithoutCalls(observation))
        : observation.StepsLeft;

    // From a count that has few divisors nothing but its double is near.
    private int MostStepsWithoutCalls(Observation observation) => Math.Max(2 * _setting.SplitMinutesWithoutCalls, observation.OpenShards);

    // A spike of a minute or two is over before splits could help it.
    private static bool IsShort(Observation observation)
    {
        var minutes = observation.Minutes;
        for (var i = 1; i <= ShortMinutes; i++)
        {
            if (minutes.Count < i || Demand.Of(minutes[^i], observation.OpenShards) < FullAgain * observation.OpenShards)
                return false;
        }

        return true;
    }

    // Until most of the day's number is there, a plan counts on no more of it than there is.
    private int StepsBack(Observation observation)
    {
        var (left, at, minutes) = (observation.StepsLeft, 0, 0.0);
        foreach (var steps in observation.Steps)
        {
            if (left >= _setting.MostSteps * observation.Target.ReshardsADay)
                break;
            if (steps.At <= observation.Now.AddDays(-1))
                continue;
            left += steps.Count;
            while (at < Slots.Minutes.Length && minutes < (steps.At.AddDays(1) - observation.Now).TotalMinutes)
                minutes += Slots.Minutes[at++];
        }

        return at;
    }

    private static ReadOnlySpan<double> Recent(Observation observation, Span<double> demand)
    {
        var minutes = observation.Minutes;
        var count = Math.Min(demand.Length, minutes.Count);
        for (var i = 0; i < count; i++)
            demand[i] = (1 + observation.Target.Headroom) * Demand.Of(minutes[minutes.Count - count + i], observation.OpenShards);
        return demand[..count];
    }

    // Splits and merges are in no list of operations: the minutes tell what the shards were.
    private static int LastChange(Observation observation, double minutesBack)
    {
        var minutes = observation.Minutes;
        for (var i = minutes.Count - 1; i >= 0 && minutes[i].Start >= observation.Now.AddMinutes(-minutesBack); i--)
        {
            if (minutes[i].OpenShards != observation.OpenShards)
                return observation.OpenShards - minutes[i].OpenShards;
        }

        return 0;
    }

    private bool JustRaised(Observation observation) =>
        (_splits && LastChange(observation, _setting.AgainMinutes) > 0)
        || (observation.Operations is [.., var latest] && latest.ToShards > latest.FromShards
            && latest.At > observation.Now.AddMinutes(-_setting.AgainMinutes));

    private static bool JustLowered(Observation observation) => observation.Operations is [.., var latest]
        && latest.ToShards < latest.FromShards && latest.At >= observation.Now - SoonAfterDown;
}
