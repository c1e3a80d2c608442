namespace Shardwise.Scaler;

/// <summary>What was read of a stream: a situation to decide on, or the outcome that ends the minute without a decision.</summary>
internal sealed record Reading
{
    public Situation? Situation { get; init; }

    /// <summary>Why there is nothing to decide; set when <see cref="Situation"/> is not.</summary>
    public string? Outcome { get; init; }

    /// <summary>The outcome in a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>What a person should know although the minute went on.</summary>
    public string? Problem { get; init; }
}
