using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Scaling;

/// <summary>Within which bounds, and how closely, one stream is kept to its load.</summary>
public sealed record ShardScaling
{
    // The scaler's own: what the event leaves out.
    internal const int DefaultReshardsADay = 40;

    /// <summary>The fewest shards.</summary>
    /// <value>
    /// A whole number from 1 to <see cref="MaxShards"/>. The default is 1. A parameter's <c>ValueAsNumber</c> is checked by the scaler.
    /// </value>
    public double MinShards { get; init; } = ConstructDefaults.Current.ScalingMinShards;

    /// <summary>The most shards: the bound on what the stream can cost.</summary>
    /// <value>
    /// A whole number from <see cref="MinShards"/> to 10,000, the most that UpdateShardCount takes; with <see cref="WarmThroughput"/> to 10,240, the
    /// most that UpdateStreamWarmThroughput takes. A parameter's <c>ValueAsNumber</c> is checked by the scaler.
    /// </value>
    public required double MaxShards { get; init; }

    /// <summary>How the stream's cost is weighed against throttled records.</summary>
    /// <value>The default is <see cref="ScalingSetting.Balanced"/>.</value>
    public ScalingSetting Setting { get; init; } = ConstructDefaults.Current.ScalingSetting;

    /// <summary>
    /// Room for what the stream's metrics do not show, as a share of the load: partition keys that load shards unevenly, and seconds that stand
    /// out of their minute. What the traffic itself may do is foreseen, and needs none.
    /// </summary>
    /// <value>0 to 1. The default is 0.1; raise it where few keys carry much of the load.</value>
    public double Headroom { get; init; } = ConstructDefaults.Current.ScalingHeadroom;

    /// <summary>
    /// Whether the plan is carried out by UpdateShardCount alone, at most ten a day: fewer reshards, for consumers that each of them disturbs,
    /// at more shard-hours. Splits then remain for hot shards alone, also when the day's calls are spent.
    /// </summary>
    /// <value>The default is <see langword="false"/>: the stream is also split and merged, <see cref="ReshardsADay"/> times.</value>
    public bool UpdateShardCountOnly { get; init; } = ConstructDefaults.Current.ScalingUpdateShardCountOnly;

    /// <summary>
    /// How many splits and merges a plan may make in any 24 hours, besides the calls of UpdateShardCount. Each moves every consumer to other shards.
    /// A split for a hot shard does not count, nor does one upwards when no call is left and the stream is full.
    /// </summary>
    /// <value>0 (the same as <see cref="UpdateShardCountOnly"/>) or more; the default is 40, by the replays in docs/performance.md.</value>
    public int ReshardsADay { get; init; } = ConstructDefaults.Current.ScalingReshardsADay;

    /// <summary>
    /// Whether the warm throughput of a stream on demand is held in place of shards: bounds, floors and events then count MiB/s, each of which is
    /// what a shard takes. The stream has what is foreseen, and what an event needs, before the load is there, and gives it back when it is over.
    /// </summary>
    /// <remarks>
    /// It needs On-demand Advantage in the account and region (the commitment of 25 MiB/s in and out, which the scaler neither makes nor ends), and
    /// costs nothing beyond it; without, an alarm says so.
    /// </remarks>
    /// <value>The default is <see langword="false"/>: the shards of a provisioned stream.</value>
    public bool WarmThroughput { get; init; }

    /// <summary>Higher minima at given times of the day, on all days, some days of the week, or between two dates.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<ShardFloor> Floors { get; init; } = [];

    /// <summary>Higher minima that are wanted once, and reached before they begin.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<ShardEvent> Events { get; init; } = [];

    internal void Check(PropsCheck check)
    {
        var most = WarmThroughput ? KinesisLimits.MaxWarmThroughputMiBps : KinesisLimits.MaxShards;
        if (WarmThroughput)
            CheckCalls(check);
        check.Require(ReshardsADay >= 0, nameof(ReshardsADay), $"{ReshardsADay}", "0 or more");
        check.Whole(nameof(MinShards), MinShards, KinesisLimits.MinShards, most);
        check.Whole(nameof(MaxShards), MaxShards, KinesisLimits.MinShards, most);
        check.Require(
            MinShards <= MaxShards || PropsCheck.IsToken(MinShards) || PropsCheck.IsToken(MaxShards),
            nameof(MinShards), PropsCheck.Number(MinShards), $"at most MaxShards, which is {PropsCheck.Number(MaxShards)}");
        check.Fraction(nameof(Headroom), Headroom, ScalerLimits.MinHeadroom, ScalerLimits.MaxHeadroom);
        most = PropsCheck.IsToken(MaxShards) ? most : (int)MaxShards;
        for (var i = 0; i < Floors.Count; i++)
            Floors[i].Check(check, $"{nameof(Floors)}[{i}]", most);
        for (var i = 0; i < Events.Count; i++)
            Events[i].Check(check, $"{nameof(Events)}[{i}]", most);
    }

    // Kinesis sees to the ranges of a stream on demand: nothing is split there.
    private void CheckCalls(PropsCheck check)
    {
        var defaults = ConstructDefaults.Current;
        check.Require(
            UpdateShardCountOnly == defaults.ScalingUpdateShardCountOnly, nameof(UpdateShardCountOnly), "given",
            "nothing, since WarmThroughput splits no shards");
        check.Require(
            ReshardsADay == defaults.ScalingReshardsADay, nameof(ReshardsADay), $"{ReshardsADay}", "nothing, since WarmThroughput splits no shards");
    }
}
