namespace Shardwise.LocalKinesis.Streams;

/// <summary>A registered consumer with enhanced fan-out. Its stream's lock guards it.</summary>
internal sealed class Consumer
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>CREATING, ACTIVE or DELETING.</summary>
    public StreamStatus Status { get; set; }

    /// <summary>When the status changes next; null while it is ACTIVE.</summary>
    public DateTimeOffset? Due { get; set; }

    public SortedDictionary<string, string> Tags { get; init; } = new(StringComparer.Ordinal);

    public string? Policy { get; set; }

    /// <summary>The newest subscription to each shard.</summary>
    public Dictionary<int, Subscription> Subscriptions { get; } = [];
}
