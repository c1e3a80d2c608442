namespace Shardwise.Local.Control;

/// <summary>How a body becomes records of a stream.</summary>
internal sealed record PutOrder
{
    public required string Stream { get; init; }

    /// <summary>The member of each JSON line that is the partition key; null spreads records over the shards.</summary>
    public string? KeyMember { get; init; }

    /// <summary>Whether the body is one record; each line is one otherwise.</summary>
    public bool IsOneRecord { get; init; }
}
