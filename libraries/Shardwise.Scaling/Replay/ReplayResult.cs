namespace Shardwise.Scaling.Replay;

/// <summary>The figures of one policy on one trace.</summary>
public sealed record ReplayResult
{
    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    /// <summary>Billed shard-minutes over 60.</summary>
    public required double ShardHours { get; init; }

    /// <summary>Load that was lost, over all load that was offered.</summary>
    public required double ThrottledFraction { get; init; }

    /// <summary>Load that was taken a minute or two late, over all load that was offered; 0 unless producers retry.</summary>
    public required double DelayedFraction { get; init; }

    /// <summary>Minutes in which any load was turned away.</summary>
    public required int ThrottledMinutes { get; init; }

    /// <summary><c>UpdateShardCount</c> calls that were accepted.</summary>
    public required int Operations { get; init; }

    /// <summary>Reshards that were refused.</summary>
    public required int Refused { get; init; }

    /// <summary>Single splits and merges.</summary>
    public required int SplitsAndMerges { get; init; }

    /// <summary>The same a day: how often consumers are moved to other shards, besides by calls.</summary>
    public double SplitsAndMergesADay => Minutes.Count == 0 ? 0 : SplitsAndMerges * 1_440.0 / Minutes.Count;

    /// <summary>Shard-hours and PUT payload units, in USD.</summary>
    public required double CostUsd { get; init; }

    /// <summary>Every minute.</summary>
    public required IReadOnlyList<ReplayedMinute> Minutes { get; init; }

    /// <summary>Every reshard that was asked for.</summary>
    public required IReadOnlyList<ReplayedOperation> Reshards { get; init; }
}
