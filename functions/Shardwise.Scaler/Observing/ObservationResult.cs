using Shardwise.Scaler.Basics;

namespace Shardwise.Scaler.Observing;

/// <summary>What was read of a stream: an observation to decide on, or the outcome that ends the minute without a decision.</summary>
internal sealed record ObservationResult
{
    public StreamObservation? Observation { get; init; }

    /// <summary>Whether the stream and its ledger are as they were some minutes ago: enough to hold by, and not to act by.</summary>
    public bool IsRemembered { get; init; }

    /// <summary>Why there is nothing to decide; set when <see cref="Observation"/> is not.</summary>
    public string? Outcome { get; init; }

    /// <summary>The outcome in a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>What a person should know although the minute went on.</summary>
    public string? Problem { get; init; }
}
