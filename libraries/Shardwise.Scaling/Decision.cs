namespace Shardwise.Scaling;

/// <summary>What a policy wants done, and why.</summary>
public sealed record Decision
{
    /// <summary>The open shards it was made for.</summary>
    public required int OpenShards { get; init; }

    /// <summary>The open shards to ask for; <see langword="null"/> to leave the stream as it is.</summary>
    public int? TargetShards { get; init; }

    /// <summary>How to reach <see cref="TargetShards"/>.</summary>
    public ReshardMethod Method { get; init; }

    /// <summary>One sentence for a person, with the figures the decision came from.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// Demand of the newest visible minute, in full shards, with what was turned away; <see langword="null"/> when no recent minute is visible.
    /// </summary>
    public double? DemandShards { get; init; }

    /// <summary>
    /// <see cref="DemandShards"/> over the open shards now (1 is full, more is possible); <see langword="null"/> when no recent minute is visible.
    /// </summary>
    public double? Utilization => DemandShards / OpenShards;

    /// <summary>Calls that AWS would still have accepted when this was decided.</summary>
    public required int OperationsLeft { get; init; }
}
