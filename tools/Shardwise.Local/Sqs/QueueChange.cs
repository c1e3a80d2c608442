namespace Shardwise.Local.Sqs;

/// <summary>A line of a queue's journal: a message that came, or what became of one.</summary>
internal sealed record QueueChange
{
    public required long Number { get; init; }

    /// <summary>The message, where it is new.</summary>
    public SqsMessage? Message { get; init; }

    /// <summary>Where it stands now, where it was received or hidden.</summary>
    public QueueReceipt? Receipt { get; init; }

    /// <summary>Whether it is there no more.</summary>
    public bool IsGone { get; init; }
}
