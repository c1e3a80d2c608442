namespace Shardwise.Scaler;

/// <summary>What one minute leaves to the next, beside the operations of the day.</summary>
internal sealed record StreamState
{
    public static readonly StreamState Unknown = new();

    /// <summary>Open shards when the stream was last seen at rest; <see langword="null"/> before that.</summary>
    public int? Shards { get; init; }

    /// <summary>Open shards after the call that is about to be made, or was made and is not yet seen to be done.</summary>
    public int? Next { get; init; }

    /// <summary>The count of equal ranges that splits and merges are on their way to.</summary>
    public int? Goal { get; init; }

    /// <summary>Until when UpdateShardCount is not asked again, since AWS refused it for a reason that the ledger does not know.</summary>
    public DateTimeOffset? RefusedUntil { get; init; }

    public HotSpot? Hot { get; init; }
}
