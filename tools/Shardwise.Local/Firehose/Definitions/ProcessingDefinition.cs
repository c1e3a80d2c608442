namespace Shardwise.Local.Firehose;

/// <summary>What is done to records, in the service's order, whatever order the template lists it in.</summary>
internal sealed record ProcessingDefinition
{
    public static ProcessingDefinition None { get; } = new();

    /// <summary>Records are gzip and are unpacked.</summary>
    public bool Decompress { get; init; }

    /// <summary>Of what CloudWatch Logs sends, only the messages are kept.</summary>
    public bool ExtractLogMessages { get; init; }

    public Deaggregation? Deaggregate { get; init; }

    public LambdaProcessing? Lambda { get; init; }

    /// <summary>The jq expression that gives partition keys.</summary>
    public string? Query { get; init; }

    /// <summary>A line feed goes between records.</summary>
    public bool AppendDelimiter { get; init; }
}
