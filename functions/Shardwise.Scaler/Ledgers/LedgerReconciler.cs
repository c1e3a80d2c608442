using System.Globalization;
using Shardwise.Scaler.Basics;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Ledgers;

/// <summary>Squares the ledger with the stream: what was begun and never seen to end, and what others did.</summary>
internal static class LedgerReconciler
{
    private static readonly TimeSpan Kept = new ReshardLimits().Window;

    /// <param name="ledger">The ledger as it was read.</param>
    /// <param name="open">Open shards, or the MiB/s of warm throughput that the stream was asked to have.</param>
    /// <param name="atRest">Whether nothing is under way.</param>
    /// <param name="now">The time of the minute.</param>
    /// <param name="isWarmth">Whether it is warm throughput, to any of which one call leads.</param>
    public static ReconciledLedger Reconcile(Ledger ledger, int open, bool atRest, DateTimeOffset now, bool isWarmth = false)
    {
        // While a reshard runs the count may be the old one, the new one or one between; it says nothing about who began it.
        if (!atRest)
            return new ReconciledLedger(ledger);

        var state = ledger.State;
        var pending = ledger.NewestIsPending ? ledger.Operations[^1] : null;
        // Nothing is seen of the call yet. It was written down for the minute that is still running: another invocation is about to make it.
        if (pending is not null && open == state.Shards && pending.At > now)
            return new ReconciledLedger(ledger) { OtherInvocation = true };

        var notDone = pending is not null && open == (isWarmth ? state.Shards : pending.FromShards) && open != pending.ToShards;
        var settled = notDone ? ledger.WithoutPending() : ledger with { NewestIsPending = false };
        var note = notDone
            ? Invariant($"the reshard from {pending!.FromShards} to {pending.ToShards} that was written down was not carried out")
            : null;
        if (state.Shards is { } known && open != known && open != state.Next)
        {
            var others = isWarmth
                ? [new ScalingOperation(Minutes.Whole(now).AddMinutes(1), known, open) { ByOthers = true }]
                : ByOthers(known, open, now);
            settled = settled with { Operations = [.. settled.Operations, .. others] };
            var what = isWarmth
                ? Invariant($"set the warm throughput from {known} to {open} MiB/s")
                : Invariant($"took the stream from {known} to {Wording(open)}");
            note = Invariant($"somebody else {what}, which is counted as {others.Length} of the day's operations");
        }

        settled = settled with
        {
            State = settled.State.AtRest(open, now),
            Operations = [.. settled.Operations.Where(operation => operation.At > now - Kept)],
        };
        return new ReconciledLedger(settled) { Changed = settled.State != state || pending is not null || note is not null, Note = note };
    }

    // It is not known how it was done. Taken for UpdateShardCount, of which each at most doubles or halves: the budget may free too late, never too
    // early.
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
