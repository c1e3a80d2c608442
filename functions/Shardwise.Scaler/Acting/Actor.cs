using Shardwise.Scaler.Basics;
using Shardwise.Scaler.Deciding;
using Shardwise.Scaler.Ledgers;
using Shardwise.Scaler.Observing;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Acting;

/// <summary>
/// Carries a plan out. A reshard is written down before its call: whatever then becomes of the call, its answer or this process, the next
/// minute finds the note and sees by the stream whether it was done.
/// </summary>
internal sealed class Actor(Resharder resharder, LedgerStore store, AccountLimits account)
{
    // AWS counts more than the ledger knows: the quarter that frees next is not known, so look again after a while.
    private static readonly TimeSpan AfterLimit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan AfterInvalid = TimeSpan.FromMinutes(5);

    /// <param name="observed">What the plan was made for.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="calls">Ends the calls.</param>
    /// <param name="writes">Ends what is written after them.</param>
    public async Task<ActionResult> ActAsync(StreamObservation observed, Plan plan, CancellationToken calls, CancellationToken writes)
    {
        if (observed.Mode != ScalerMode.Active)
            return new ActionResult(
                plan.Action,
                plan.Action is null && !plan.Begins ? Outcome.Hold : observed.Mode == ScalerMode.DryRun ? Outcome.DryRun : Outcome.Paused);
        var stream = observed.Observation.Target.StreamName;
        if (plan.Action is not { } planned)
        {
            var kept = observed.Ledger with { State = plan.State };
            return new ActionResult(null, plan.Begins ? Outcome.Begins : Outcome.Hold)
            {
                Problem = plan.State == observed.Ledger.State ? null : await store.WriteAsync(stream, kept, writes),
            };
        }

        var room = AccountLimits.Opened(planned) > 0 ? await account.RoomAsync(observed.Observation.Now, calls) : null;
        if (AccountLimits.Fitting(planned, room) is not { } step)
            return new ActionResult(planned, Outcome.QuotaReached)
            {
                QuotaReached = true, Problem = "the account's shard quota leaves no room for it; a service quota increase would",
            };
        return await CallAsync(observed, plan, step, calls, writes) with { QuotaReached = step != planned };
    }

    private async Task<ActionResult> CallAsync(
        StreamObservation observed, Plan plan, ScalingAction step, CancellationToken calls, CancellationToken writes)
    {
        var stream = observed.Observation.Target.StreamName;
        var before = await store.WriteAsync(stream, WrittenBefore(observed, plan, step), calls);
        var (outcome, problem) = await resharder.CallAsync(stream, step, calls);
        if (outcome == Outcome.Accepted)
            account.Take(AccountLimits.Opened(step));
        var after = WrittenAfter(observed, step, outcome) is { } refused ? await store.WriteAsync(stream, refused, writes) : null;
        return new ActionResult(step, outcome) { Problem = Sentences.Join(problem, after ?? before) };
    }

    private static Ledger WrittenBefore(StreamObservation observed, Plan plan, ScalingAction step)
    {
        var ledger = observed.Ledger with { State = plan.State };
        // Rounded up: AWS counts from when it took the call, some seconds after the event's minute.
        var at = Minutes.Whole(observed.Observation.Now).AddMinutes(1);
        return step.IsCall ? ledger.With(new ScalingOperation(at, step.FromShards, step.ToShards))
            : !step.Reshards ? ledger
            : ledger with
            {
                State = ledger.State with { Next = step.ToShards },
                // What is done about a hot shard, on no way to equal ranges, is not the day's business.
                Steps = plan.State.Goal is null ? ledger.Steps : StepsCodec.WithOne(ledger.Steps, at),
            };
    }

    // A refusal is final, and what was written down for it is taken back. A stream in use may be so by our own call from another invocation,
    // and a lost answer may have been a yes: the next minute sees.
    private static Ledger? WrittenAfter(StreamObservation observed, ScalingAction step, string outcome)
    {
        var ledger = observed.Ledger with { NewestIsPending = false };
        return outcome switch
        {
            Outcome.Accepted or Outcome.ResourceInUse or Outcome.Unanswered => null,
            Outcome.LimitExceeded when step.IsCall => Refused(AfterLimit),
            Outcome.InvalidArgument when step.IsCall => Refused(AfterInvalid),
            _ => ledger,
        };

        Ledger Refused(TimeSpan time) => ledger with { State = ledger.State with { RefusedUntil = Minutes.Whole(observed.Observation.Now) + time } };
    }
}
