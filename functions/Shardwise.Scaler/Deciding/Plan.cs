using Shardwise.Scaler.Ledgers;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Deciding;

/// <summary>What a minute is to do: the policy's decision as it stands after everything around it, and the call that follows.</summary>
internal sealed record Plan
{
    public required Decision Decision { get; init; }

    /// <summary>The call to make; <see langword="null"/> for none.</summary>
    public ScalingAction? Action { get; init; }

    /// <summary>Whether splits and merges are decided on whose first is not known yet, since the shards are not listed each minute.</summary>
    public bool Begins => Action is null && Decision is { TargetShards: not null, Method: ReshardMethod.SplitsAndMerges };

    /// <summary>The state to keep, were the call accepted.</summary>
    public required StreamState State { get; init; }

    /// <summary>Whether it makes a call, or leaves the ledger other than it was.</summary>
    public bool ChangesAnything(Ledger before) => Action is not null || Begins || State != before.State;

    /// <summary>What a person should know about it.</summary>
    public string? Note { get; init; }

    /// <summary>Uneven load that no reshard can help: the evidence.</summary>
    public string? HotKey { get; init; }

    /// <summary>Whether the day's operations are gone and the stream is still too small.</summary>
    public bool IsShort { get; init; }

    /// <summary>The load of the hottest shard over the mean; <see langword="null"/> while shard-level metrics are off.</summary>
    public double? Skew { get; init; }
}
