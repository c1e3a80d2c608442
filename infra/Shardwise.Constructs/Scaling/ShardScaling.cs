using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Scaling;

/// <summary>Within which bounds, and how closely, one stream is kept to its load.</summary>
/// <remarks>They are numbers and never tokens: a number that is only known when the stack is deployed would reach the event as text.</remarks>
public sealed record ShardScaling
{
    /// <summary>The fewest shards.</summary>
    /// <value>1 to <see cref="MaxShards"/>. The default is 1.</value>
    public int MinShards { get; init; } = KinesisLimits.MinShards;

    /// <summary>The most shards: the bound on what the stream can cost.</summary>
    /// <value><see cref="MinShards"/> to 10,000, the most that UpdateShardCount takes.</value>
    public required int MaxShards { get; init; }

    /// <summary>How full a shard should be, in bytes or in records, whichever is fuller.</summary>
    /// <value>0.1 to 0.95 of 1 MiB/s and 1,000 records/s. The default is 0.7.</value>
    public double TargetUtilization { get; init; } = ConstructDefaults.Current.ScalingTargetUtilization;

    /// <summary>How long the load must have been lower before the stream is made smaller.</summary>
    /// <value>Whole minutes, 1 min to 1,440 min. The default is 15 min.</value>
    public TimeSpan ScaleDownAfter { get; init; } = ConstructDefaults.Current.ScaleDownAfter;

    /// <summary>Higher minima at given times of the day.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<ShardFloor> Floors { get; init; } = [];

    internal void Check(PropsCheck check)
    {
        check.Whole(nameof(MinShards), MinShards, KinesisLimits.MinShards, KinesisLimits.MaxShards);
        check.Whole(nameof(MaxShards), MaxShards, KinesisLimits.MinShards, KinesisLimits.MaxShards);
        check.Require(
            MinShards <= MaxShards,
            nameof(MinShards), PropsCheck.Number(MinShards), $"at most MaxShards, which is {PropsCheck.Number(MaxShards)}");
        check.Fraction(nameof(TargetUtilization), TargetUtilization, ScalerLimits.MinTargetUtilization, ScalerLimits.MaxTargetUtilization);
        check.Duration(nameof(ScaleDownAfter), ScaleDownAfter, ScalerLimits.MinScaleDownAfter, ScalerLimits.MaxScaleDownAfter, DurationUnit.Minutes);
        for (var i = 0; i < Floors.Count; i++)
            Floors[i].Check(check, $"{nameof(Floors)}[{i}]", MaxShards);
    }
}
