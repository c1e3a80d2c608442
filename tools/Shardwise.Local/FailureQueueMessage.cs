namespace Shardwise.Local;

/// <summary>
/// A batch that an event-source mapping gave up on, as AWS Lambda tells it to an on-failure destination: where the records are, not the records.
/// </summary>
public sealed record FailureQueueMessage
{
    /// <summary>The name of the destination queue; null where the mapping has none, and the records are dropped.</summary>
    public string? Queue { get; init; }

    /// <summary>The function that could not take the batch.</summary>
    public required string FunctionName { get; init; }

    /// <summary><c>RetryAttemptsExhausted</c> or <c>RecordAgeExceeded</c>.</summary>
    public required string Condition { get; init; }

    /// <summary>The ARN of the stream.</summary>
    public required string StreamArn { get; init; }

    /// <summary>The shard that holds the records.</summary>
    public required string ShardId { get; init; }

    /// <summary>The sequence number of the first record given up.</summary>
    public required string FirstSequenceNumber { get; init; }

    /// <summary>The sequence number of the last record given up.</summary>
    public required string LastSequenceNumber { get; init; }

    /// <summary>How many records were given up: those of one shard from the first to the last sequence number.</summary>
    public required int BatchSize { get; init; }

    /// <summary>How often the function was tried with this batch.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was given up, simulated time.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The function's last error, type and text; null where the records were never tried.</summary>
    public string? LastError { get; init; }

    /// <summary>The message exactly as AWS Lambda writes it to the queue, JSON.</summary>
    public required string Body { get; init; }
}
