namespace Shardwise.Local.EventSources;

/// <summary>An event-source mapping as the template asks for it; defaults are AWS Lambda's.</summary>
internal sealed record EventSourceMappingDefinition
{
    /// <summary>The id that Lambda would give it, a UUID; the same at every run.</summary>
    public string Id { get; init; } = "";

    public required string LogicalId { get; init; }

    public required string StreamName { get; init; }

    public required string StreamArn { get; init; }

    /// <summary>What events name as their source: the stream's ARN, or that of the consumer that is read through.</summary>
    public required string SourceArn { get; init; }

    public required string FunctionName { get; init; }

    public int BatchSize { get; init; } = 100;

    /// <summary>Simulated time.</summary>
    public TimeSpan BatchingWindow { get; init; }

    /// <summary>The length of a tumbling window, simulated time; null where there is none.</summary>
    public TimeSpan? TumblingWindow { get; init; }

    /// <summary>Null reads each shard from its beginning.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Whether records count that come after the mapping was made: LATEST.</summary>
    public bool StartsLatest { get; init; }

    /// <summary>Batches of a shard that are handed over side by side, 1 to 10.</summary>
    public int Parallelization { get; init; } = 1;

    /// <summary>Which records the function gets; null is all.</summary>
    public RecordFilter? Filter { get; init; }

    /// <summary>The name of the registered consumer that is read through; null where the stream itself is read.</summary>
    public string? Consumer { get; init; }

    public DeliveryPolicy Policy { get; init; } = new();

    /// <summary>The ARN of the on-failure destination; null where there is none.</summary>
    public string? FailureDestination { get; init; }

    /// <summary>The name of the on-failure destination; null where there is none.</summary>
    public string? FailureQueue { get; init; }
}
