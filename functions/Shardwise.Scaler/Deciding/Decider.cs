using System.Globalization;
using Shardwise.Scaling;

namespace Shardwise.Scaler;

/// <summary>Asks the policy, hears what the readers and the shards say to it, and makes one call of it. Pure.</summary>
internal sealed class Decider(IScalingPolicy policy)
{
    // A step of a quarter is what AWS advises; it may cost this much more than what was asked for.
    private const double MostRounding = 1.1;

    public Plan Decide(Situation situation)
    {
        var seen = Seen(situation);
        var decision = policy.Decide(seen);
        var (heard, note) = Consumers.Heard(situation, decision);
        decision = situation.ByAlarm && heard.TargetShards < heard.OpenShards ? NoWayDown(heard, "an alarm on throttled writes is no time to go down")
            : HotSpots.KeepsFromGoingDown(situation, heard) ? NoWayDown(heard, "equal ranges would undo the splits around a hot one")
            : heard;
        if (seen.ReshardInFlight)
            return new Plan { Decision = decision, State = situation.Books.State, Note = Sentences.Join(note, situation.OtherInvocation ? "another invocation is resharding" : null) };

        var plan = Resharding(situation, seen, decision) with { Skew = HotSpots.Skew(situation) };
        return plan with { Note = Sentences.Join(note, plan.Note) };
    }

    // What the policy is to take the stream for: as large as its widest range lets it be while ranges are unequal, with no more operations
    // than AWS is known to take, and without the throttling that more shards would not take away.
    private static Observation Seen(Situation situation)
    {
        var observation = situation.Observation with { Minutes = HotSpots.WithoutUneven(situation.Observation.Minutes) };
        if (situation.Books.State.RefusedUntil > observation.Now)
            observation = observation with { Limits = observation.Limits with { OperationsPerWindow = Used(observation) } };
        if (situation is not { Books.State.Goal: { } goal, Shards.Count: > 0 })
            return observation;

        var capacity = SplitsAndMerges.Capacity(situation.Shards);
        return observation with
        {
            OpenShards = capacity,
            Sequence = observation.ReshardInFlight ? null : new ReshardSequence(goal, capacity, situation.OpenShards),
            Minutes = [.. observation.Minutes.Select(minute => minute.OpenShards > capacity ? minute with { OpenShards = capacity } : minute)],
        };
    }

    private Plan Resharding(Situation situation, Observation seen, Decision decision)
    {
        var state = situation.Books.State;
        var budget = seen.OperationsLeft > 0;
        if (decision is { TargetShards: { } target, Method: ReshardMethod.UpdateShardCount } && budget && Legal(situation, target) is var count && count != situation.OpenShards)
            return AtOnce(situation, decision, count);

        if (decision.TargetShards is null && !budget)
            decision = BeyondTheBudget(seen) ?? decision;
        var goal = Goal(situation, decision);
        if (goal is { } equal && situation.Shards.Count > 0 && SplitsAndMerges.Next(situation.Shards, equal) is { } step)
        {
            return new Plan
            {
                Decision = decision,
                Step = step,
                State = state with { Goal = goal },
                IsShort = !budget && equal > decision.OpenShards,
                Note = Invariant($"by splits and merges to {equal} equal ranges"),
            };
        }

        // Shards that were not listed yet are listed in the next minute.
        var kept = situation.Shards.Count == 0 ? goal : null;
        var hot = HotSpots.Look(situation);
        return new Plan { Decision = decision, Step = hot.Step, State = state with { Goal = kept, Hot = hot.Hot }, Note = hot.Note, HotKey = hot.BeyondSplits };
    }

    private static Plan AtOnce(Situation situation, Decision decision, int count)
    {
        var state = situation.Books.State;
        return new Plan
        {
            Decision = decision with { TargetShards = count },
            Step = new Step(StepKind.UpdateShardCount, situation.OpenShards, count),
            // Equal ranges undo the splits that were made for a hot one.
            State = state with { Goal = null, Hot = state.Hot is { } hot ? hot with { Splits = 0, SplitAt = null } : null },
            Note = count == decision.TargetShards ? null : Invariant($"{count} and not {decision.TargetShards} shards, a step of a quarter or the nearest that AWS takes"),
        };
    }

    // As the policy would decide with a day's operations more: splits and merges count against none.
    private Decision? BeyondTheBudget(Observation seen)
    {
        var used = Used(seen);
        var allowed = new ReshardLimits().OperationsPerWindow;
        var decision = policy.Decide(seen with { Limits = seen.Limits with { OperationsPerWindow = used + allowed } });
        return decision.TargetShards is null ? null : decision with
        {
            Method = ReshardMethod.SplitsAndMerges,
            OperationsLeft = 0,
            Reason = decision.Reason.Replace(Invariant($"{used} of {used + allowed} operations used"), Invariant($"no operation is left"), StringComparison.Ordinal),
        };
    }

    private static int? Goal(Situation situation, Decision decision)
    {
        var goal = situation.Books.State.Goal;
        if (decision is not { TargetShards: { } target, Method: ReshardMethod.SplitsAndMerges })
            return goal;
        if (target > decision.OpenShards)
            return Math.Max(target, goal > decision.OpenShards ? goal.Value : 0);
        return goal < situation.OpenShards && goal <= decision.OpenShards ? goal : target;
    }

    private static int Legal(Situation situation, int target)
    {
        var limits = situation.Observation.Limits;
        var open = situation.OpenShards;
        var quarter = open / 4.0;
        var rounded = Math.Ceiling(target / quarter - 1e-9) * quarter;
        var most = Math.Min(limits.LargestTarget(open), Math.Max(target, situation.Observation.Target.MaxShards));
        var asked = rounded == Math.Floor(rounded) && rounded <= target * MostRounding && rounded <= most && rounded != open ? (int)rounded : target;
        return Math.Clamp(asked, limits.SmallestTarget(open), Math.Max(open, limits.LargestTarget(open)));
    }

    private static Decision NoWayDown(Decision decision, string why) => decision with
    {
        TargetShards = null,
        Reason = Invariant($"Hold at {decision.OpenShards} shards: {decision.TargetShards} would do, but {why}."),
    };

    private static int Used(Observation observation) => observation.Operations.Count(operation => operation.At > observation.Now - observation.Limits.Window);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
