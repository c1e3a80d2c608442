namespace Shardwise.Local.Firehose;

/// <summary>An endpoint that records are posted to.</summary>
internal sealed record HttpTarget
{
    public required Uri Url { get; init; }

    /// <summary>Sent as it is with every request; never shown.</summary>
    public string? AccessKey { get; init; }

    public bool Gzip { get; init; }

    public required IReadOnlyDictionary<string, string> CommonAttributes { get; init; }

    public required BufferLimits Buffer { get; init; }

    /// <summary>How long a batch is tried again after its first failure.</summary>
    public required TimeSpan RetryDuration { get; init; }
}
