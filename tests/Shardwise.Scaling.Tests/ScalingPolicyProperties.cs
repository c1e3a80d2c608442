using FsCheck;
using FsCheck.Fluent;

namespace Shardwise.Scaling.Tests;

/// <summary>What holds for any observation, however odd.</summary>
public class ScalingPolicyProperties
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 11, 6, 0, TimeSpan.Zero);

    private static readonly Gen<ScalingTarget> Targets =
        from min in Shards
        from more in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 50), Gen.Choose(0, 12_000))
        from utilization in Gen.Choose(10, 95)
        from quiet in Gen.Choose(1, 30)
        select new ScalingTarget
        {
            StreamName = "any", MinShards = min, MaxShards = min + more, TargetUtilization = utilization / 100.0, ScaleDownAfterMinutes = quiet,
        };

    private static readonly Gen<Observation> Observations =
        from target in Targets
        from open in Gen.OneOf(Shards, Gen.Choose(target.MinShards, target.MaxShards))
        from inFlight in Gen.Frequency((1, Gen.Constant(true)), (5, Gen.Constant(false)))
        from minutes in Minutes(open)
        from operations in Operations(open)
        select new Observation
        {
            Now = Now, Target = target, OpenShards = open, ReshardInFlight = inFlight, Minutes = minutes, Operations = operations,
        };

    private static Gen<int> Shards => Gen.OneOf(Gen.Choose(1, 8), Gen.Choose(1, 200), Gen.Choose(1, 12_000));

    [Fact]
    public void Only_what_aws_would_accept_is_asked_for() => Holds(observation =>
    {
        if (new ScalingPolicy().Decide(observation).TargetShards is not { } target)
            return true;

        var open = observation.OpenShards;
        var accepted = observation.Operations.Count(operation => operation.At > Now.AddHours(-24));
        return !observation.ReshardInFlight && accepted < 10 && target != open && target <= 2 * open && 2 * target >= open
            && target >= 1 && (target <= 10_000 || target < open);
    });

    [Fact]
    public void Minimum_and_maximum_are_not_crossed() => Holds(observation =>
    {
        if (new ScalingPolicy().Decide(observation).TargetShards is not { } target)
            return true;

        var (min, max, open) = (Math.Min(observation.Target.MinShards, 10_000), Math.Min(observation.Target.MaxShards, 10_000), observation.OpenShards);
        return open < min ? target > open && target <= max
            : open > max ? target < open && target >= max
            : target >= min && target <= max;
    });

    [Fact]
    public void Out_of_bounds_it_moves_whatever_the_traffic() => Holds(observation =>
    {
        var inside = observation.OpenShards >= Math.Min(observation.Target.MinShards, 10_000)
            && observation.OpenShards <= Math.Min(observation.Target.MaxShards, 10_000);
        return inside || observation.ReshardInFlight || observation.OperationsLeft == 0
            || new ScalingPolicy().Decide(observation).TargetShards is not null;
    });

    [Fact]
    public void Equal_observations_give_equal_decisions() => Holds(observation =>
    {
        var equal = observation with { Minutes = [.. observation.Minutes], Operations = [.. observation.Operations.Select(operation => operation with { })] };
        return new ScalingPolicy().Decide(observation) == new ScalingPolicy().Decide(equal);
    });

    [Fact]
    public void A_missing_minute_is_never_a_reason_to_go_down() => Holds(observation =>
    {
        var decision = new ScalingPolicy().Decide(observation);
        if (!(decision.TargetShards < observation.OpenShards) || observation.OpenShards > observation.Target.MaxShards || observation.OpenShards > 10_000)
            return true;

        var quiet = observation.Target.ScaleDownAfterMinutes;
        var newest = observation.Minutes[^1].Start;
        return Enumerable.Range(0, quiet).All(i => observation.Minutes.Any(minute => minute.Start == newest.AddMinutes(-i)))
            && Enumerable.Range(0, quiet).All(i => IsNoDown(observation, newest.AddMinutes(-i)));
    });

    [Fact]
    public void The_reason_is_one_sentence_with_the_figures() => Holds(observation =>
    {
        var reason = new ScalingPolicy().Decide(observation).Reason;
        return reason.EndsWith("of 10 operations used.", StringComparison.Ordinal) && !reason.Contains('\n')
            && (reason.StartsWith("Up from ", StringComparison.Ordinal) || reason.StartsWith("Down from ", StringComparison.Ordinal)
                || reason.StartsWith("Hold at ", StringComparison.Ordinal));
    });

    private static bool IsNoDown(Observation observation, DateTimeOffset missing)
    {
        var rest = observation.Minutes.Where(minute => minute.Start != missing).ToList();
        // Without its newest minute the quiet while ends one minute earlier, and may still be whole.
        if (missing == observation.Minutes[^1].Start)
            return true;
        return !(new ScalingPolicy().Decide(observation with { Minutes = rest }).TargetShards < observation.OpenShards);
    }

    private static Gen<List<TrafficMinute>> Minutes(int open) =>
        from count in Gen.Choose(0, 45)
        from newest in Gen.Choose(1, 12)
        from missing in Gen.Elements(0, 0, 0, 10, 90)
        from quiet in Gen.Elements(true, false)
        from minutes in Gen.ListOf(Minute(open, missing, quiet), count)
        select minutes.Select((minute, i) => minute is null ? null : minute with { Start = Now.AddMinutes(i - count + 1 - newest) })
            .OfType<TrafficMinute>().ToList();

    private static Gen<TrafficMinute?> Minute(int open, int missingPercent, bool quiet) =>
        from missing in Gen.Choose(1, 100)
        from bytes in Gen.Choose(0, quiet ? 300 : 1_000)
        from records in Gen.Choose(0, quiet ? 300 : 1_000)
        from throttled in Gen.Frequency((quiet ? 0 : 1, Gen.Choose(1, 10_000_000)), (5, Gen.Constant(0)))
        select missing <= missingPercent ? null : new TrafficMinute
        {
            Start = Now, OpenShards = open, ThrottledRecords = throttled,
            Bytes = open * ShardCapacity.BytesPerMinute * bytes / 1_000, Records = open * ShardCapacity.RecordsPerMinute * records / 1_000,
        };

    private static Gen<List<ScalingOperation>> Operations(int open) =>
        from count in Gen.Choose(0, 12)
        from minutesAgo in Gen.ListOf(Gen.Choose(1, 1_500), count)
        from shards in Gen.ListOf(Shards, count + 1)
        select minutesAgo.OrderDescending().Select((minutes, i) =>
            new ScalingOperation(Now.AddMinutes(-minutes), shards[i], i == count - 1 ? open : shards[i + 1])).ToList();

    private static void Holds(Func<Observation, bool> property) =>
        Prop.ForAll(Observations.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
}
