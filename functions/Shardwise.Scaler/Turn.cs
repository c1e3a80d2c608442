using Shardwise.Scaler.Acting;
using Shardwise.Scaler.Basics;
using Shardwise.Scaler.Deciding;
using Shardwise.Scaler.Ledgers;
using Shardwise.Scaler.Observing;

namespace Shardwise.Scaler;

/// <summary>What one look at the stream left for the rest of the invocation.</summary>
/// <param name="GoesOn">Whether splits or merges of ours are to go on, in this invocation if time allows.</param>
/// <param name="IsUpdating">Whether one is under way, and must end first.</param>
/// <param name="Steps">How many were begun: 0 or 1.</param>
internal readonly record struct Turn(bool GoesOn, bool IsUpdating, int Steps)
{
    public static readonly Turn Last = new(false, false, 0);

    public static Turn Of(StreamObservation observed, Plan plan, ActionResult acted)
    {
        if (observed.Mode != ScalerMode.Active || plan.State.Goal is null)
            return Last;
        if (acted is { Outcome: Outcome.Accepted, Action.Kind: ActionKind.SplitShard or ActionKind.MergeShards })
            return new Turn(IsUrgent(plan), true, 1);
        if (acted.Outcome is not (Outcome.Hold or Outcome.Begins) || observed.OtherInvocation)
            return Last;
        // One of an earlier invocation is still under way, or the shards are to be listed for the first.
        return observed.Observation.ReshardInFlight ? new Turn(observed.Ledger.State.Next is not null && IsUrgent(plan), true, 0)
            : new Turn(observed.Shards.Count == 0, false, 0);
    }

    // To stay costs Lambda's time; on the way down one step a minute is as good.
    private static bool IsUrgent(Plan plan) => plan.State.Goal > plan.Decision.OpenShards;
}
