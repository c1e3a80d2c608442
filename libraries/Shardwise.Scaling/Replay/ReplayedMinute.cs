namespace Shardwise.Scaling.Replay;

/// <summary>What became of one minute.</summary>
/// <param name="Offered">Load that producers newly offered, in shards.</param>
/// <param name="Capacity">Load that could be taken, in shards.</param>
/// <param name="Billed">Shards that were billed.</param>
/// <param name="Throttled">Load that was turned away, in shards.</param>
public readonly record struct ReplayedMinute(double Offered, int Capacity, int Billed, double Throttled);
