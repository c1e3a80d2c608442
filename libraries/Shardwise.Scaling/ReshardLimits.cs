namespace Shardwise.Scaling;

/// <summary>The limits that AWS sets on <c>UpdateShardCount</c>, as of 2026.</summary>
/// <remarks>
/// Sources: the UpdateShardCount API reference and the Kinesis Data Streams quotas page. They are settings because AWS has raised them
/// before (2 a day and 500 shards in 2018) and raises some on request.
/// </remarks>
public sealed record ReshardLimits
{
    private const int MostMiBps = 10_240;

    /// <summary>Calls accepted for one stream within <see cref="Window"/>.</summary>
    /// <value>Default: 10. Source: the limits in the UpdateShardCount API reference.</value>
    public int OperationsPerWindow { get; init; } = 10;

    /// <summary>The rolling time over which <see cref="OperationsPerWindow"/> counts.</summary>
    /// <value>Default: 24 hours. Source: as <see cref="OperationsPerWindow"/>.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The most that one call may multiply the open shards by.</summary>
    /// <value>Default: 2. Source: as <see cref="OperationsPerWindow"/>: a call may at most double a stream.</value>
    public double GrowthFactor { get; init; } = 2;

    /// <summary>The least that one call may multiply the open shards by; a fraction is rounded up to a whole shard.</summary>
    /// <value>
    /// Default: 0.5. Source: as <see cref="OperationsPerWindow"/>: a call may at most halve a stream. What half of an odd count is, is not
    /// documented; rounding up is legal in either reading.
    /// </value>
    public double ShrinkFactor { get; init; } = 0.5;

    /// <summary>The most open shards of one stream.</summary>
    /// <value>Default: 10,000. Source: as <see cref="OperationsPerWindow"/>; raised by AWS on request.</value>
    public int MaxShards { get; init; } = 10_000;

    /// <summary>
    /// Those of <c>UpdateStreamWarmThroughput</c>, a shard being 1 MiB/s: one call leads from any throughput to any other. AWS counts no calls a day;
    /// ten are the scaler's own, since each moves consumers to other shards, and load that is there is not held up by them.
    /// </summary>
    /// <value>At most 10,240. Source: the UpdateStreamWarmThroughput API reference, 10 GiB/s a stream by default.</value>
    public static ReshardLimits OfWarmThroughput { get; } = new() { GrowthFactor = MostMiBps, ShrinkFactor = 0, MaxShards = MostMiBps };

    /// <summary>The largest count that one call may ask for.</summary>
    /// <param name="openShards">Open shards now.</param>
    public int LargestTarget(int openShards) => (int)Math.Min(Math.Floor(openShards * GrowthFactor), MaxShards);

    /// <summary>The smallest count that one call may ask for.</summary>
    /// <param name="openShards">Open shards now.</param>
    public int SmallestTarget(int openShards) => Math.Max(1, (int)Math.Ceiling(openShards * ShrinkFactor));

    /// <summary>How many calls AWS would still accept.</summary>
    /// <param name="operations">The accepted calls that are known; older ones than <see cref="Window"/> do not count.</param>
    /// <param name="now">The time of the question.</param>
    public int OperationsLeft(IEnumerable<ScalingOperation> operations, DateTimeOffset now) =>
        Math.Max(0, OperationsPerWindow - operations.Count(operation => operation.At > now - Window));
}
