using Shardwise.Scaling;
using Shardwise.Scaling.Planning;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Planning;

/// <summary>A stream's own traffic under each way to run it.</summary>
public sealed record StreamPlan
{
    /// <summary>What one stream's share of the scaler costs a month at most, in USD; docs/scaler.md has the arithmetic.</summary>
    public const double ScalerUsdAMonth = 3;

    private const int MinutesAMonth = 30 * 1_440;

    /// <summary>The stream.</summary>
    public required ObservedStream Stream { get; init; }

    /// <summary>The bounds that the settings were replayed with.</summary>
    public required SuggestedBounds Bounds { get; init; }

    /// <summary>As it is now: the shards it has, unchanged; <see langword="null"/> when they are not known, or it is on-demand.</summary>
    public PlanChoice? Now { get; init; }

    /// <summary>The scaler's settings, without splits and with them.</summary>
    public required IReadOnlyList<PlanChoice> Settings { get; init; }

    /// <summary>On-demand Standard.</summary>
    public required PlanChoice Standard { get; init; }

    /// <summary>On-demand Advantage, in an account whose commitment other streams meet.</summary>
    public required PlanChoice Advantage { get; init; }

    /// <summary>On-demand Advantage, with its whole commitment paid for this stream.</summary>
    public required PlanChoice AdvantageAlone { get; init; }

    /// <summary>What the scaler does: with a target for that one, else for one with the defaults.</summary>
    public PlanChoice Default => Settings.First(setting => setting.Name == ScalerPolicy.NameOf(TargetOf(Stream, Bounds)));

    /// <summary>All of them.</summary>
    public IEnumerable<PlanChoice> Choices => [.. Now is null ? [] : new[] { Now }, .. Settings, Standard, Advantage, AdvantageAlone];

    /// <summary>Replays.</summary>
    /// <param name="stream">The stream and its traffic.</param>
    /// <param name="progress">Told the share that is done, now and then.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static StreamPlan Run(ObservedStream stream, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Run(
            stream, target => [.. ((bool[])[false, true]).SelectMany(splits => PlanningSetting.All.Select(setting => With(target, setting, splits)))],
            progress, cancellationToken);

    /// <summary>Replays what is needed to compare streams with each other: the setting that the scaler has unless told otherwise.</summary>
    /// <param name="stream">The stream and its traffic.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static StreamPlan RunDefault(ObservedStream stream, CancellationToken cancellationToken) =>
        Run(stream, target => [target], null, cancellationToken);

    private static StreamPlan Run(
        ObservedStream stream, Func<ScalingTarget, IReadOnlyList<ScalingTarget>> variants, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var bounds = stream.Target is { } target ? new SuggestedBounds(target.MinShards, target.MaxShards) : SuggestedBounds.Of(stream.Traffic);
        var settings = variants(TargetOf(stream, bounds));
        var runs = Runs(stream, settings, cancellationToken).ToList();
        var results = new ReplayResult[runs.Count];
        var done = 0;
        Parallel.For(0, runs.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            results[i] = runs[i]();
            progress?.Report((double)Interlocked.Increment(ref done) / runs.Count);
        });

        var month = (double)MinutesAMonth / stream.Traffic.Minutes.Count;
        var choices = results.Select(result => new PlanChoice(result.Policy, result.CostUsd * month) { Replay = result }).ToList();
        var hasNow = choices.Count > settings.Count;
        var onDemand = OnDemandCost.Of(stream.Traffic, new Prices());
        return new StreamPlan
        {
            Stream = stream,
            Bounds = bounds,
            Now = hasNow ? choices[0] : null,
            Settings = hasNow ? choices[1..] : choices,
            Standard = new PlanChoice("on-demand Standard", onDemand.StandardUsd * month),
            Advantage = new PlanChoice("Advantage, met", onDemand.AdvantageWithinCommitmentUsd * month),
            AdvantageAlone = new PlanChoice("Advantage, alone", onDemand.AdvantageUsd * month),
        };
    }

    private static IEnumerable<Func<ReplayResult>> Runs(
        ObservedStream stream, IReadOnlyList<ScalingTarget> settings, CancellationToken cancellationToken)
    {
        var profile = new ReplayProfile
        {
            Target = settings[0],
            Start = stream is { Target: not null, From: { } from } ? WholePeriod(from) : StreamReplay.Start,
        };
        if (stream is { OpenShards: { } open, IsOnDemand: false })
        {
            var present = FormattableString.Invariant($"now: {open} shard{(open == 1 ? "" : "s")}");
            yield return () => StreamReplay.Run(present, new Unchanged(), stream.Traffic, profile, open, null, cancellationToken);
        }

        // From the shards there are, as the scaler would find them.
        foreach (var target in settings)
        {
            yield return () => StreamReplay.Run(
                ScalerPolicy.NameOf(target), ScalerPolicy.Of(target), stream.Traffic, profile with { Target = target }, stream.OpenShards, null,
                cancellationToken);
        }
    }

    private static ScalingTarget TargetOf(ObservedStream stream, SuggestedBounds bounds) =>
        stream.Target ?? new ScalingTarget { StreamName = "replay", MinShards = bounds.MinShards, MaxShards = bounds.MaxShards };

    // Of warm throughput too it is shards that are replayed; a target without splits and merges is shown what the usual number would do.
    private static ScalingTarget With(ScalingTarget target, PlanningSetting setting, bool splits) => target with
    {
        Setting = setting.Name,
        UpdateShardCountOnly = !splits,
        ReshardsADay = target.ReshardsADay == 0 ? ScalingTarget.DefaultReshardsADay : target.ReshardsADay,
        WarmThroughput = false,
    };

    // A history is cut by whole periods of the day.
    private static DateTimeOffset WholePeriod(DateTimeOffset from) =>
        new(from.UtcTicks - (from.UtcTicks % TimeSpan.FromMinutes(TrafficHistory.PeriodMinutes).Ticks), TimeSpan.Zero);

    private sealed class Unchanged : IScalingPolicy
    {
        public Decision Decide(Observation observation) =>
            new() { OpenShards = observation.OpenShards, Reason = "The shards stay as they are.", OperationsLeft = observation.OperationsLeft };
    }
}
