using Shardwise.Scaler.Ledgers;
using Shardwise.Scaling;

namespace Shardwise.Cli.Scaler;

/// <summary>A stream as the scaler finds it now.</summary>
/// <param name="Observation">What its policy sees; the target is the one that holds now.</param>
/// <param name="Ledger">What its tags say.</param>
/// <param name="Mode">What an operator lets the scaler do.</param>
/// <param name="Status">The stream's status.</param>
internal sealed record ScalerStatus(Observation Observation, Ledger Ledger, ScalerMode Mode, string Status)
{
    /// <summary>What the policy decides; <see langword="null"/> when the bounds are not known.</summary>
    public Decision? Decision { get; init; }

    /// <summary>Where the bounds are from; <see langword="null"/> when they are not known.</summary>
    public string? BoundsFrom { get; init; }

    /// <summary>Floors and events that the bounds leave out.</summary>
    public int CalendarLeftOut { get; init; }

    /// <summary>What a person should know.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
