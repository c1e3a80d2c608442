using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Simulation;

/// <summary>What <c>shardwise simulate</c> was asked for.</summary>
public sealed record SimulateSettings
{
    /// <summary>The traces' paths; at least one.</summary>
    public required IReadOnlyList<string> Traces { get; init; }

    /// <summary>Policies' names, or <c>all</c>.</summary>
    public IReadOnlyList<string> Policies { get; init; } = ["all"];

    /// <summary>Over how many seconds the traces' sums were taken, 1 or more; by default as their times tell.</summary>
    public int? Period { get; init; }

    /// <summary>Multiplies the traffic; more than 0.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What AWS and the producers do.</summary>
    public ReplayProfile Profile { get; init; } = new();

    /// <summary>Whether to write JSON in place of tables.</summary>
    public bool Json { get; init; }

    /// <summary>Where to write the report; <c>null</c> for none.</summary>
    public string? Html { get; init; }
}
