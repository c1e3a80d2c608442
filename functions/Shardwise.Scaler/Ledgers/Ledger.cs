using Shardwise.Scaling;

namespace Shardwise.Scaler.Ledgers;

/// <summary>All that is kept of a stream: the operations of the rolling day, and the state.</summary>
internal sealed record Ledger
{
    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ScalingOperation> Operations { get; init; } = [];

    /// <summary>Whether the newest operation was written down before its call, and nothing has been seen of it yet.</summary>
    public bool NewestIsPending { get; init; }

    /// <summary>The day's splits and merges, oldest first; those around a hot shard are not among them.</summary>
    public IReadOnlyList<ReshardSteps> Steps { get; init; } = [];

    public StreamState State { get; init; } = StreamState.Unknown;

    public Ledger With(ScalingOperation pending) =>
        this with { Operations = [.. Operations, pending], NewestIsPending = true, State = State with { Next = pending.ToShards } };

    public Ledger WithoutPending() => this with
    {
        Operations = NewestIsPending ? [.. Operations.SkipLast(1)] : Operations,
        NewestIsPending = false,
        State = State with { Next = null },
    };
}
