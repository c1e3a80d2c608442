namespace Shardwise.Scaler.Ledgers;

/// <summary>An uneven load that is being looked into or has been relieved.</summary>
/// <param name="Since">The minute in which it was suspected.</param>
internal sealed record HotSpot(DateTimeOffset Since)
{
    /// <summary>Splits that were made for it.</summary>
    public int Splits { get; init; }

    /// <summary>The minute of the last of them; <see langword="null"/> before the first.</summary>
    public DateTimeOffset? SplitAt { get; init; }

    /// <summary>Whether the scaler turned the shard-level metrics on, and so must turn them off.</summary>
    public bool MetricsAreOurs { get; init; }

    /// <summary>Whether it turned out to be one partition key, or what else no further split can help.</summary>
    public bool IsBeyondSplits { get; init; }

    /// <summary>Whether the load is even again since the last split. It is remembered for a while, since equal ranges would bring it back.</summary>
    public bool IsRelieved { get; init; }
}
