using System.Globalization;
using Shardwise.Scaler.Basics;
using Shardwise.Scaler.Ledgers;
using Shardwise.Scaler.Observing;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Deciding;

/// <summary>Asks the policy, hears what the readers and the shards say to it, and makes one call of it. Pure.</summary>
internal sealed class Decider(IScalingPolicy policy)
{
    // A step of a quarter is what AWS advises; it may cost this much more than what was asked for.
    private const double MostRounding = 1.1;

    public Plan Decide(StreamObservation observed)
    {
        var seen = Seen(observed);
        var decision = policy.Decide(seen);
        var (heard, note) = Consumers.Heard(observed, decision);
        decision = observed.ByAlarm && heard.TargetShards < heard.OpenShards ? NoWayDown(heard, "an alarm on throttled writes is no time to go down")
            : HotSpots.KeepsFromGoingDown(observed, heard) ? NoWayDown(heard, "equal ranges would undo the splits around a hot one")
            : BesideAKey(observed, heard);
        if (seen.ReshardInFlight)
            return new Plan
            {
                Decision = decision, State = observed.Ledger.State,
                Note = Sentences.Join(note, observed.OtherInvocation ? "another invocation is resharding" : null),
            };

        var plan = seen.Target.WarmThroughput
            ? Warming(observed, decision)
            : Resharding(observed, seen, decision) with { Skew = HotSpots.Skew(observed) };
        return plan with { Note = Sentences.Join(note, plan.Note) };
    }

    // What the policy is to take the stream for: as large as its widest range lets it be while ranges are unequal, with no more operations
    // than AWS is known to take, and without the throttling that more shards would not take away.
    private static Observation Seen(StreamObservation observed)
    {
        var observation = observed.Observation with { Minutes = HotSpots.WithoutUneven(observed.Observation.Minutes) };
        if (observed.Ledger.State.RefusedUntil > observation.Now)
            observation = observation with { Limits = observation.Limits with { OperationsPerWindow = Used(observation) } };
        if (observed is not { Ledger.State.Goal: { } goal, Shards.Count: > 0 })
            return observation;

        var capacity = SplitsAndMerges.Capacity(observed.Shards);
        return observation with
        {
            OpenShards = capacity,
            Sequence = observation.ReshardInFlight ? null : new ReshardSequence(goal, capacity, observed.OpenShards),
            Minutes = [.. observation.Minutes.Select(minute => minute.OpenShards > capacity ? minute with { OpenShards = capacity } : minute)],
        };
    }

    // Shards that only keep other keys out of a hot one's shard are given up when the key is gone.
    private static Decision BesideAKey(StreamObservation observed, Decision decision)
    {
        var (open, floor) = (decision.OpenShards, HotSpots.Floor(observed));
        if (decision.TargetShards is not { } target || target >= Math.Min(open, floor))
            return decision;
        var why = Invariant($"one partition key is more than a shard, and {floor} shards keep most others out of its shard");
        return HotSpots.IsWorthUndoing(floor, open) ? decision with
        {
            TargetShards = floor,
            Reason = Invariant($"Down from {open} to {floor} shards, and not to {target}: {why}."),
        } : NoWayDown(decision, why);
    }

    private Plan Resharding(StreamObservation observed, Observation seen, Decision decision)
    {
        var state = observed.Ledger.State;
        var budget = seen.OperationsLeft > 0;
        if (decision is { TargetShards: { } target, Method: ReshardMethod.UpdateShardCount } && budget && Legal(observed, target) is var count
            && count != observed.OpenShards)
            return AtOnce(observed, decision, count);

        // Whose consumers are to follow calls only gets no splits for load either, whatever is left of the day; that it is too small is said all the
        // same.
        var beyond = decision.TargetShards is null && !budget ? BeyondTheBudget(seen) : null;
        if (!seen.Target.CallsOnly)
            decision = beyond ?? decision;
        var goal = Goal(observed, decision);
        if (goal is { } equal && observed.Shards.Count > 0 && SplitsAndMerges.Next(observed.Shards, equal) is { } step)
        {
            return new Plan
            {
                Decision = decision,
                Action = step,
                State = state with { Goal = goal },
                IsShort = !budget && equal > decision.OpenShards,
                Note = Invariant($"by splits and merges to {equal} equal ranges"),
            };
        }

        // Shards that were not listed yet are listed in the next minute.
        var kept = observed.Shards.Count == 0 ? goal : null;
        var hot = HotSpots.Look(observed);
        return new Plan
        {
            Decision = decision,
            Action = hot.Action,
            State = state with { Goal = kept, Hot = hot.Hot },
            IsShort = beyond?.TargetShards > decision.OpenShards,
            Note = hot.Note,
            HotKey = hot.BeyondSplits,
        };
    }

    // Kinesis sees to the ranges of an on-demand stream: there is one call, and nothing to split.
    private static Plan Warming(StreamObservation observed, Decision decision)
    {
        var state = observed.Ledger.State;
        var isRefused = state.RefusedUntil > observed.Observation.Now;
        return new Plan
        {
            Decision = decision with { Reason = decision.Reason + " A shard is 1 MiB/s of warm throughput." },
            Action = isRefused || decision.TargetShards is not { } asked
                ? null
                : new ScalingAction(ActionKind.UpdateStreamWarmThroughput, observed.OpenShards, asked),
            State = state,
            Note = isRefused && decision.TargetShards is not null ? "AWS refused the last call, and is asked again in some minutes" : null,
        };
    }

    private static Plan AtOnce(StreamObservation observed, Decision decision, int count)
    {
        var state = observed.Ledger.State;
        return new Plan
        {
            Decision = decision with { TargetShards = count },
            Action = new ScalingAction(ActionKind.UpdateShardCount, observed.OpenShards, count),
            // Equal ranges undo the splits that were made for a hot one.
            State = state with { Goal = null, Hot = state.Hot is { } hot ? hot with { Splits = 0, SplitAt = null } : null },
            Note = count == decision.TargetShards
                ? null
                : Invariant($"{count} and not {decision.TargetShards} shards, a step of a quarter or the nearest that AWS takes"),
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
            Reason = decision.Reason.Replace(
                Invariant($"{used} of {used + allowed} operations used"), Invariant($"no operation is left"), StringComparison.Ordinal),
        };
    }

    private static int? Goal(StreamObservation observed, Decision decision)
    {
        var goal = observed.Ledger.State.Goal;
        if (decision is not { TargetShards: { } target, Method: ReshardMethod.SplitsAndMerges })
            return goal;
        if (target > decision.OpenShards)
            return Math.Max(target, goal > decision.OpenShards ? goal.Value : 0);
        return goal < observed.OpenShards && goal <= decision.OpenShards ? goal : target;
    }

    private static int Legal(StreamObservation observed, int target)
    {
        var limits = observed.Observation.Limits;
        var open = observed.OpenShards;
        var quarter = open / 4.0;
        var rounded = Math.Ceiling(target / quarter - 1e-9) * quarter;
        var most = Math.Min(limits.LargestTarget(open), Math.Max(target, observed.Observation.Target.MaxShards));
        var asked = rounded == Math.Floor(rounded) && rounded <= target * MostRounding && rounded <= most && rounded != open ? (int)rounded : target;
        return Math.Clamp(asked, limits.SmallestTarget(open), Math.Max(open, limits.LargestTarget(open)));
    }

    private static Decision NoWayDown(Decision decision, string why) => decision with
    {
        TargetShards = null,
        Reason = Invariant($"Hold at {decision.OpenShards} shards: {decision.TargetShards} would do, but {why}."),
    };

    private static int Used(Observation observation) =>
        observation.Operations.Count(operation => operation.At > observation.Now - observation.Limits.Window);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
