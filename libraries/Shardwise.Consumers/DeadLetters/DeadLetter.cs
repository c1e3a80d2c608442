namespace Shardwise.Consumers;

/// <summary>A user record, or a whole payload that could not be decoded, that was set aside.</summary>
public sealed record DeadLetter
{
    /// <summary>Where the enclosing Kinesis record stands in its stream.</summary>
    public required RecordPosition Position { get; init; }

    /// <summary>The place within the enclosing Kinesis record, from 0; 0 for a payload that could not be decoded.</summary>
    public required int SubSequenceNumber { get; init; }

    /// <summary>
    /// The user record's partition key; the Kinesis record's for a payload that could not be decoded; <see langword="null"/> where there is none.
    /// </summary>
    public required string? PartitionKey { get; init; }

    /// <summary>The user record's explicit hash key; <see langword="null"/> when it had none of its own.</summary>
    public string? ExplicitHashKey { get; init; }

    /// <summary>
    /// How often the user's code tried it in this invocation; 0 for a payload that could not be decoded, or a record that outlasted earlier ones.
    /// </summary>
    public required int Attempts { get; init; }

    /// <summary>Why it was set aside, in words for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>The user record's bytes, or the whole payload that could not be decoded. Valid until the invocation ends.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}
