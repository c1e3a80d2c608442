using System.Globalization;
using Shardwise.Scaler.Basics;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Ledgers;

/// <summary>Squares the ledger with the stream: what was begun and never seen to end, and what others did.</summary>
internal static class LedgerReconciler
{
    private static readonly TimeSpan Kept = new ReshardLimits().Window;

    public static ReconciledLedger Reconcile(Ledger ledger, int open, bool atRest, DateTimeOffset now)
    {
        // While a reshard runs the count may be the old one, the new one or one between; it says nothing about who began it.
        if (!atRest)
            return new ReconciledLedger(ledger);

        var state = ledger.State;
        var pending = ledger.NewestIsPending ? ledger.Operations[^1] : null;
        // Nothing is seen of the call yet. It was written down for the minute that is still running: another invocation is about to make it.
        if (pending is not null && open == state.Shards && pending.At > now)
            return new ReconciledLedger(ledger) { OtherInvocation = true };

        var notDone = pending is not null && open == pending.FromShards && open != pending.ToShards;
        var settled = notDone ? ledger.WithoutPending() : ledger with { NewestIsPending = false };
        var note = notDone ? Invariant($"the reshard from {pending!.FromShards} to {pending.ToShards} that was written down was not carried out") : null;
        if (state.Shards is { } known && open != known && open != state.Next)
        {
            var others = ByOthers(known, open, now);
            settled = settled with { Operations = [.. settled.Operations, .. others] };
            note = Invariant($"somebody else took the stream from {known} to {Wording(open)}, which is counted as {others.Length} of the day's operations");
        }

        settled = settled with { State = settled.State.AtRest(open, now), Operations = [.. settled.Operations.Where(operation => operation.At > now - Kept)] };
        return new ReconciledLedger(settled) { Changed = settled.State != state || pending is not null || note is not null, Note = note };
    }

    // It is not known how it was done. Taken for UpdateShardCount, of which each at most doubles or halves: the budget may free too late, never too early.
    private static ScalingOperation[] ByOthers(int from, int to, DateTimeOffset now)
    {
        var operations = new List<ScalingOperation>();
        var at = Minutes.Whole(now).AddMinutes(1);
        while (from != to)
        {
            var next = to > from ? Math.Min(to, from * 2) : Math.Max(to, (from + 1) / 2);
            operations.Add(new ScalingOperation(at, from, next) { ByOthers = true });
            from = next;
        }

        return [.. operations];
    }

    private static string Wording(int shards) => Invariant($"{shards} shard{(shards == 1 ? "" : "s")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
