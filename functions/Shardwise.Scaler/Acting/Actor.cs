using Shardwise.Scaling;

namespace Shardwise.Scaler;

/// <summary>What became of a plan.</summary>
internal sealed record Acted(Step? Step, string Outcome)
{
    public string? Problem { get; init; }

    /// <summary>Whether the account's shard quota stood in the way.</summary>
    public bool QuotaReached { get; init; }
}

/// <summary>
/// Carries a plan out. A reshard is written down before its call: whatever then becomes of the call, its answer or this process, the next
/// minute finds the note and sees by the stream whether it was done.
/// </summary>
internal sealed class Actor(Resharder resharder, Ledger ledger, AccountLimits account)
{
    // AWS counts more than the ledger knows: the quarter that frees next is not known, so look again after a while.
    private static readonly TimeSpan AfterLimit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan AfterInvalid = TimeSpan.FromMinutes(5);

    /// <param name="situation">What the plan was made for.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="calls">Ends the calls.</param>
    /// <param name="books">Ends what is written after them.</param>
    public async Task<Acted> ActAsync(Situation situation, Plan plan, CancellationToken calls, CancellationToken books)
    {
        if (situation.Mode != ScalerMode.Active)
            return new Acted(plan.Step, plan.Step is null && !plan.Begins ? Outcome.Hold : situation.Mode == ScalerMode.DryRun ? Outcome.DryRun : Outcome.Paused);
        var stream = situation.Observation.Target.StreamName;
        if (plan.Step is not { } planned)
        {
            var kept = situation.Books with { State = plan.State };
            return new Acted(null, plan.Begins ? Outcome.Begins : Outcome.Hold) { Problem = plan.State == situation.Books.State ? null : await ledger.WriteAsync(stream, kept, books) };
        }

        var room = AccountLimits.Opened(planned) > 0 ? await account.RoomAsync(situation.Observation.Now, calls) : null;
        if (AccountLimits.Fitting(planned, room) is not { } step)
            return new Acted(planned, Outcome.QuotaReached) { QuotaReached = true, Problem = "the account's shard quota leaves no room for it; a service quota increase would" };
        return await CallAsync(situation, plan, step, calls, books) with { QuotaReached = step != planned };
    }

    private async Task<Acted> CallAsync(Situation situation, Plan plan, Step step, CancellationToken calls, CancellationToken later)
    {
        var stream = situation.Observation.Target.StreamName;
        var before = await ledger.WriteAsync(stream, WrittenBefore(situation, plan, step), calls);
        var (outcome, problem) = await resharder.CallAsync(stream, step, calls);
        if (outcome == Outcome.Accepted)
            account.Take(AccountLimits.Opened(step));
        var after = WrittenAfter(situation, step, outcome) is { } refused ? await ledger.WriteAsync(stream, refused, later) : null;
        return new Acted(step, outcome) { Problem = Sentences.Join(problem, after ?? before) };
    }

    private static StreamBooks WrittenBefore(Situation situation, Plan plan, Step step)
    {
        var books = situation.Books with { State = plan.State };
        // Rounded up: AWS counts from when it took the call, some seconds after the event's minute.
        var at = Minutes.Whole(situation.Observation.Now).AddMinutes(1);
        return step.Kind == StepKind.UpdateShardCount ? books.With(new ScalingOperation(at, step.FromShards, step.ToShards))
            : step.Reshards ? books with { State = books.State with { Next = step.ToShards } }
            : books;
    }

    // A refusal is final, and what was written down for it is taken back. A stream in use may be so by our own call from another invocation,
    // and a lost answer may have been a yes: the next minute sees.
    private static StreamBooks? WrittenAfter(Situation situation, Step step, string outcome)
    {
        var books = situation.Books with { NewestIsPending = false };
        return outcome switch
        {
            Outcome.Accepted or Outcome.ResourceInUse or Outcome.Unanswered => null,
            Outcome.LimitExceeded when step.Kind == StepKind.UpdateShardCount => Refused(AfterLimit),
            Outcome.InvalidArgument when step.Kind == StepKind.UpdateShardCount => Refused(AfterInvalid),
            _ => books,
        };

        StreamBooks Refused(TimeSpan time) => books with { State = books.State with { RefusedUntil = Minutes.Whole(situation.Observation.Now) + time } };
    }
}
