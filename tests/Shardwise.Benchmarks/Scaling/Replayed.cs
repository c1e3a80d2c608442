namespace Shardwise.Benchmarks.Scaling;

/// <summary>What a replay came to, of whichever build.</summary>
/// <param name="ShardHours">Billed.</param>
/// <param name="Throttled">Of all load.</param>
/// <param name="Calls"><c>UpdateShardCount</c>.</param>
/// <param name="Steps">Splits and merges.</param>
internal readonly record struct Replayed(double ShardHours, double Throttled, int Calls, int Steps);
