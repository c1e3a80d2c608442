namespace Shardwise.Local.EventSources;

/// <summary>How a batch that fails is tried again; the defaults are AWS Lambda's.</summary>
internal sealed record DeliveryPolicy
{
    /// <summary>Tries after the first; null is without end.</summary>
    public int? MaximumRetries { get; init; }

    /// <summary>How old a record may be when it is handed over, simulated time; null is any age.</summary>
    public TimeSpan? MaximumAge { get; init; }

    public bool Bisect { get; init; }

    /// <summary>Whether the function's answer names the records that failed.</summary>
    public bool PartialFailures { get; init; }
}
