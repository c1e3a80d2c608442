namespace Shardwise.Cli.Demo;

/// <summary>One simulated minute's load on the stream, in shard-equivalents.</summary>
/// <param name="Offered">What the trace offers.</param>
/// <param name="Accepted">What the stream took.</param>
/// <param name="Throttled">What the stream refused, each try counted.</param>
/// <param name="Capacity">The open shards.</param>
public readonly record struct LoadMinute(double Offered, double Accepted, double Throttled, int Capacity)
{
    /// <summary>The used part of the capacity, 0 to 1.</summary>
    public double Utilization => Capacity == 0 ? 0 : Accepted / Capacity;
}
