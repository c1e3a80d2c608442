namespace Shardwise.Local.Sqs;

/// <summary>A message in a queue, and where it stands.</summary>
internal sealed class SqsMessage
{
    public required string Id { get; init; }

    public required string Body { get; init; }

    /// <summary>The order in which it came to its queue.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset Sent { get; init; }

    public required string SenderId { get; init; }

    public IReadOnlyDictionary<string, SqsMessageAttribute> Attributes { get; init; } = new Dictionary<string, SqsMessageAttribute>();

    public string? GroupId { get; init; }

    public string? DeduplicationId { get; init; }

    public string? TraceHeader { get; init; }

    /// <summary>In a dead-letter queue: where it comes from.</summary>
    public string? DeadLetterSource { get; init; }

    /// <summary>From when on it can be received.</summary>
    public DateTimeOffset VisibleAt { get; set; }

    public int ReceiveCount { get; set; }

    public DateTimeOffset? FirstReceived { get; set; }

    /// <summary>The handle that it was last received under; null where it has not been.</summary>
    public string? Handle { get; set; }
}
