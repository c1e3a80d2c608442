namespace Shardwise.Local.Control;

/// <summary>Which records of a stream someone wants to see.</summary>
internal sealed record RecordQuery
{
    public required string Stream { get; init; }

    /// <summary>One shard; null for all.</summary>
    public string? Shard { get; init; }

    /// <summary>A sequence number of that shard, to go on behind.</summary>
    public string? After { get; init; }

    /// <summary><c>LATEST</c> for the newest, a time, or null for the oldest.</summary>
    public string? From { get; init; }

    /// <summary>The partition key that the records have; null for any.</summary>
    public string? Key { get; init; }

    public int Limit { get; init; } = 100;
}
