using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Planning;

/// <summary>One way to run the stream, and what the replayed traffic makes of it.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="UsdAMonth">What it costs in 30 days of such traffic: shard-hours and PUT payload units, or on-demand with one reader.</param>
public sealed record PlanChoice(string Name, double UsdAMonth)
{
    /// <summary>Its replay; <see langword="null"/> for on-demand, which is priced and not replayed.</summary>
    public ReplayResult? Replay { get; init; }

    /// <summary>The fewest shards it had; those billed.</summary>
    public int LeastShards => Replay?.Minutes.Min(minute => minute.Billed) ?? 0;

    /// <summary>The shards it had on average.</summary>
    public double MeanShards => Replay is { } replay ? replay.ShardHours * 60 / replay.Minutes.Count : 0;

    /// <summary>The most shards it had.</summary>
    public int MostShards => Replay?.Minutes.Max(minute => minute.Billed) ?? 0;

    /// <summary><c>UpdateShardCount</c> calls a day.</summary>
    public double OperationsADay => Replay is { } replay ? replay.Operations * 1_440.0 / replay.Minutes.Count : 0;

    /// <summary>Single splits and merges a day.</summary>
    public double SplitsAndMergesADay => Replay?.SplitsAndMergesADay ?? 0;
}
