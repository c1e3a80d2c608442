using FsCheck;
using FsCheck.Fluent;
using Shardwise.Scaling.Planning;

namespace Shardwise.Scaling.Tests.Planning;

/// <summary>What holds for any observation, in every setting.</summary>
public class PlanningPolicyProperties
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 11, 7, 0, TimeSpan.Zero);

    private static readonly Gen<Observation> Observations =
        from min in Gen.Choose(1, 30)
        from more in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 40), Gen.Choose(0, 12_000))
        from open in Gen.OneOf(Gen.Choose(1, 12), Gen.Choose(1, 200), Gen.Choose(1, 12_000))
        from load in Gen.Choose(0, 1_000)
        from count in Gen.Choose(0, 75)
        from age in Gen.Choose(2, 11)
        from periods in Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 300), Gen.Choose(300, 4_032))
        from seed in Gen.Choose(0, 1_000_000)
        from used in Gen.Choose(0, 12)
        from inFlight in Gen.Frequency((1, Gen.Constant(true)), (6, Gen.Constant(false)))
        select Observe(min, min + more, open, load / 1_000.0, count, age, periods, seed, used, inFlight);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_what_aws_would_accept_is_asked_for_within_the_bounds(bool splits) => Holds(observation =>
    {
        foreach (var setting in PlanningSetting.All)
        {
            var decision = new PlanningPolicy(setting, splits).Decide(observation);
            if (decision.TargetShards is not { } target)
                continue;
            var (open, floor, ceiling) = (observation.OpenShards, Math.Min(observation.Target.MinShards, 10_000), Math.Min(observation.Target.MaxShards, 10_000));
            var call = decision.Method == ReshardMethod.UpdateShardCount;
            var legal = !observation.ReshardInFlight && target != open && target >= 1
                && (!call || (observation.OperationsLeft > 0 && target <= 2 * open && 2 * target >= open));
            var within = open < floor ? target > open && target <= ceiling : open > ceiling ? target < open && target >= ceiling : target >= floor && target <= ceiling;
            if (!legal || !within)
                return false;
        }

        return true;
    });

    [Fact]
    public void Splits_and_merges_under_way_are_cut_short_only_by_a_call_for_more_that_aws_would_accept() => Holds(observation =>
    {
        var open = observation.OpenShards;
        var (goal, ranges) = (Math.Max(1, open * 2 / 3), open + 1);
        var within = observation.Target with { MinShards = 1, MaxShards = Math.Max(observation.Target.MaxShards, ranges) };
        var decision = new PlanningPolicy(PlanningSetting.Balanced, splits: true)
            .Decide(observation with { ReshardInFlight = true, Target = within, Sequence = new ReshardSequence(goal, goal, ranges) });

        return decision.TargetShards is not { } target || (decision.Method == ReshardMethod.UpdateShardCount && observation.OperationsLeft > 0
            && target > goal && target != ranges && target <= 2 * ranges && 2 * target >= ranges && target <= within.MaxShards);
    });

    [Fact]
    public void Equal_observations_give_equal_decisions_whatever_was_decided_before()
    {
        var worn = new PlanningPolicy(PlanningSetting.Balanced);
        Holds(observation =>
        {
            var equal = observation with { Minutes = [.. observation.Minutes], History = observation.History is { } history ? new(history.Start, [.. history.DemandShards]) : null };
            return worn.Decide(observation) == new PlanningPolicy(PlanningSetting.Balanced).Decide(equal);
        });
    }

    [Fact]
    public void With_a_minute_missing_among_the_newest_it_never_goes_down() => Holds(observation =>
    {
        var minutes = observation.Minutes.ToList();
        if (minutes.Count < 6 || observation.OpenShards > Math.Min(10_000, observation.Target.MaxShards))
            return true;
        minutes.RemoveAt(minutes.Count - 3);
        return !(new PlanningPolicy(PlanningSetting.Lean).Decide(observation with { Minutes = minutes }).TargetShards < observation.OpenShards);
    });

    [Fact]
    public void The_reason_is_one_sentence() => Holds(observation =>
    {
        var reason = new PlanningPolicy(PlanningSetting.Balanced).Decide(observation).Reason;
        return reason.EndsWith("of 10 operations used.", StringComparison.Ordinal) && !reason.Contains('\n');
    });

    private static Observation Observe(
        int min, int max, int open, double load, int count, int age, int periods, int seed, int used, bool inFlight)
    {
        var random = new Random(seed);
        var jump = random.NextDouble() < 0.3 ? random.NextDouble() * 3 : 1;
        return new Observation
        {
            Now = Now,
            Target = new ScalingTarget { StreamName = "any", MinShards = min, MaxShards = max },
            OpenShards = open,
            ReshardInFlight = inFlight,
            Minutes = [.. Enumerable.Range(0, count).Select(i => Minute(i - count + 1 - age, open, Math.Min(1, load * (i > count / 2 ? jump : 1) * (0.9 + 0.2 * random.NextDouble())), random.Next(20) == 0 ? 1_000 * random.Next(100) : 0))],
            History = periods == 0 ? null : new TrafficHistory(
                Now.AddMinutes(-2 - 5 * periods), [.. Enumerable.Range(0, periods).Select(_ => random.Next(50) == 0 ? double.NaN : load * open * (0.5 + random.NextDouble()))]),
            Operations = [.. Enumerable.Range(0, used).Select(i => new ScalingOperation(Now.AddMinutes(-1_500 + 110 * i), open, random.Next(2) == 0 ? open + 1 : Math.Max(1, open - 1)))],
        };
    }

    private static TrafficMinute Minute(int ago, int open, double share, double throttled) => new()
    {
        Start = Now.AddMinutes(ago),
        OpenShards = open,
        Records = open * ShardCapacity.RecordsPerMinute * share,
        Bytes = open * ShardCapacity.RecordsPerMinute * share * 700,
        ThrottledRecords = throttled,
    };

    private static void Holds(Func<Observation, bool> property) =>
        Prop.ForAll(Observations.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
