using Shardwise.Scaler.Ledgers;

namespace Shardwise.Scaler.Deciding;

/// <summary>What to do about uneven load.</summary>
internal sealed record HotVerdict(HotSpot? Hot)
{
    public ScalingAction? Action { get; init; }
    public string? Note { get; init; }

    /// <summary>The evidence that no split can help.</summary>
    public string? BeyondSplits { get; init; }
}
