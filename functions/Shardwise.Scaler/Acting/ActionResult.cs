using Shardwise.Scaler.Basics;
using Shardwise.Scaler.Deciding;

namespace Shardwise.Scaler.Acting;

/// <summary>What became of a plan.</summary>
internal sealed record ActionResult(ScalingAction? Action, string Outcome)
{
    public string? Problem { get; init; }

    /// <summary>Whether the account's shard quota stood in the way.</summary>
    public bool QuotaReached { get; init; }
}
