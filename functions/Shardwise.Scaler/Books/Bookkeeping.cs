using System.Globalization;
using Shardwise.Scaling;

namespace Shardwise.Scaler;

/// <summary>The books after a look at the stream.</summary>
internal sealed record Reconciled(StreamBooks Books)
{
    /// <summary>Whether the books differ from what was read, and are to be written.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether another invocation wrote an operation down a moment ago, and its call may still be on its way.</summary>
    public bool OtherInvocation { get; init; }

    /// <summary>What a person should know.</summary>
    public string? Note { get; init; }
}

/// <summary>Squares the books with the stream: what was begun and never seen to end, and what others did.</summary>
internal static class Bookkeeping
{
    private static readonly TimeSpan Kept = new ReshardLimits().Window;

    public static Reconciled Reconcile(StreamBooks books, int open, bool atRest, DateTimeOffset now)
    {
        // While a reshard runs the count may be the old one, the new one or one between; it says nothing about who began it.
        if (!atRest)
            return new Reconciled(books);

        var state = books.State;
        var pending = books.NewestIsPending ? books.Operations[^1] : null;
        // Nothing is seen of the call yet. It was written down for the minute that is still running: another invocation is about to make it.
        if (pending is not null && open == state.Shards && pending.At > now)
            return new Reconciled(books) { OtherInvocation = true };

        var notDone = pending is not null && open == pending.FromShards && open != pending.ToShards;
        var settled = notDone ? books.WithoutPending() : books with { NewestIsPending = false };
        var note = notDone ? Invariant($"the reshard from {pending!.FromShards} to {pending.ToShards} that was written down was not carried out") : null;
        if (state.Shards is { } known && open != known && open != state.Next)
        {
            var others = ByOthers(known, open, now);
            settled = settled with { Operations = [.. settled.Operations, .. others] };
            note = Invariant($"somebody else took the stream from {known} to {Wording(open)}, which is counted as {others.Length} of the day's operations");
        }

        settled = settled with { State = settled.State.AtRest(open, now), Operations = [.. settled.Operations.Where(operation => operation.At > now - Kept)] };
        return new Reconciled(settled) { Changed = settled.State != state || pending is not null || note is not null, Note = note };
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
