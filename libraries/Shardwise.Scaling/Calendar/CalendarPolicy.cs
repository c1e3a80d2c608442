using System.Globalization;

namespace Shardwise.Scaling.Calendar;

/// <summary>
/// Holds a stream to its target's calendar, and leaves the rest to another policy: floors and events are minima while they hold, an event's
/// shards are there before it begins, and the calls that its way up takes are kept for it.
/// </summary>
/// <param name="policy">Decides within what the calendar leaves it.</param>
public sealed class CalendarPolicy(IScalingPolicy policy) : IScalingPolicy
{
    // Load that is there comes before load that is to come.
    private const double Full = 0.9;

    /// <inheritdoc/>
    public Decision Decide(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        observation.Target.Validate();
        var floored = observation with { Target = observation.Target.At(observation.Now) };
        if (floored.Target.Events is null)
            return policy.Decide(floored);

        // An event that holds is the target's minimum already; those to come are prepared for while it does.
        var climbs = Climbs(floored);
        var due = climbs.Where(climb => climb.BeginsAt <= floored.Now).Select(climb => climb.Event).MaxBy(scheduled => scheduled.MinShards);
        if (due is not null)
            return Due(floored, due);
        return climbs.Count > 0 ? Kept(Held(floored, climbs), climbs) : policy.Decide(floored);
    }

    /// <summary>The ways up to the events that have not begun, the first to begin first.</summary>
    /// <param name="observation">A stream, now.</param>
    public static IReadOnlyList<EventClimb> Climbs(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        return [.. (observation.Target.Events ?? []).Where(scheduled => scheduled.Span?.From > observation.Now)
            .Select(scheduled => EventClimb.Of(scheduled, observation.OpenShards, observation.Limits, CallsLeft(observation)))
            .OrderBy(climb => climb.BeginsAt)];
    }

    // Its minimum holds from when the climb must begin; the policy takes a stream to its minimum in the largest steps that AWS takes.
    private Decision Due(Observation observation, ScheduledEvent due)
    {
        var target = observation.Target;
        var least = Math.Min(due.MinShards, target.MaxShards);
        if (least <= target.MinShards)
            return policy.Decide(observation);
        var decision = policy.Decide(observation with { Target = target with { MinShards = least } });
        return decision with
        {
            Reason = decision.Reason.Replace(
                $"the minimum is {Wording.Count(least)}", $"the event of {due} needs {Wording.Count(least)}", StringComparison.Ordinal),
        };
    }

    // From when the longest climb would begin nothing goes down any more: it would only have to come up again.
    private static Observation Held(Observation observation, IReadOnlyList<EventClimb> climbs)
    {
        var (target, open, limits) = (observation.Target, observation.OpenShards, observation.Limits);
        var near = climbs.Where(
            climb => EventClimb.Of(climb.Event, Math.Min(target.MinShards, open), limits, CallsLeft(observation)).BeginsAt <= observation.Now)
            .Select(climb => Math.Min(climb.Event.MinShards, Math.Min(open, target.MaxShards))).DefaultIfEmpty().Max();
        return near > target.MinShards ? observation with { Target = target with { MinShards = near } } : observation;
    }

    // What is used now still counts when the climb begins, if that is within a day. Full shards come first: a step up is a step of the climb too.
    private Decision Kept(Observation observation, IReadOnlyList<EventClimb> climbs)
    {
        var left = observation.OperationsLeft;
        var (mayUse, kept) = (left, climbs[0]);
        foreach (var climb in climbs)
        {
            var counted = observation.Operations.Count(operation => operation.At > climb.BeginsAt - observation.Limits.Window);
            var spare = climb.BeginsAt - observation.Limits.Window > observation.Now ? left
                : Math.Max(0, observation.Limits.OperationsPerWindow - counted - WithAWayDown(observation, climb));
            (mayUse, kept) = spare < mayUse ? (spare, climb) : (mayUse, kept);
        }

        if (mayUse == left || IsFull(observation))
            return policy.Decide(observation);
        var used = observation.Limits.OperationsPerWindow - left;
        var decision = policy.Decide(observation with { Limits = observation.Limits with { OperationsPerWindow = used + mayUse } });
        return decision with
        {
            OperationsLeft = left,
            Reason = decision.Reason.Replace(
                Invariant($"{used} of {used + mayUse} operations used."),
                Invariant(
                    $"{used} of {observation.Limits.OperationsPerWindow} operations used, {kept.Operations} kept for the event of {kept.Event}."),
                StringComparison.Ordinal),
        };
    }

    // A way down first would make the climb longer by as much.
    private static int WithAWayDown(Observation observation, EventClimb climb)
    {
        var lower = Math.Max(observation.Target.MinShards, observation.Limits.SmallestTarget(observation.OpenShards));
        return EventClimb.Of(climb.Event, Math.Min(lower, observation.OpenShards), observation.Limits, CallsLeft(observation)).Operations;
    }

    // Of warm throughput AWS takes any number of calls.
    private static int CallsLeft(Observation observation) => observation.WarmThroughput is null ? observation.OperationsLeft : int.MaxValue;

    private static bool IsFull(Observation observation) =>
        observation.Minutes is [.., var newest] && Demand.Of(newest, observation.OpenShards) >= Full * observation.OpenShards;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
