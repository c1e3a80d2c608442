using System.Globalization;
using Shardwise.Scaling;
using Shardwise.Scaling.Calendar;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Planning;

/// <summary>A plan's figures in sentences: what the scaler would save or cost, and whether something else is cheaper.</summary>
internal static class PlanAdvice
{
    public static IEnumerable<string> Of(StreamPlan plan)
    {
        var scaled = plan.Default.UsdAMonth + StreamPlan.ScalerUsdAMonth;
        var then = plan.Default.Replay!.ThrottledFraction;
        var scaler = plan.Stream.Target is null ? "The scaler as it comes" : "The scaler by this target";
        var cost = Text($"{scaler} ({plan.Default.Name}) would cost {scaled:N2} USD a month, itself included");
        yield return plan.Now is { } now
            ? Text($"{cost}, where {now.Name["now: ".Length..]} cost {now.UsdAMonth:N2}; {Throttled(now.Replay!.ThrottledFraction, then)}.")
            : $"{cost}, and throttle {Share(then)}.";
        yield return Cheapest(plan, scaled);
        if (plan.Stream.UnknownMinutes > 0)
        {
            yield return Text($"{plan.Stream.UnknownMinutes:N0} of {plan.Stream.Traffic.Minutes.Count:N0} minutes have no data. ")
                + "They are unknown, not idle: shards are paid for in them, and the scaler holds, as it would on AWS.";
        }

        foreach (var sentence in Events(plan))
            yield return sentence;
        if (plan.Stream.Traffic.Minutes.Count < 2 * 1_440)
            yield return "Less than two days of traffic: the settings know no days yet, and are more careful than they would be later.";
    }

    // What is to come is in no replay of what was.
    private static IEnumerable<string> Events(StreamPlan plan)
    {
        var open = plan.Stream.OpenShards ?? (int)Math.Ceiling(plan.Default.MeanShards);
        var end = (plan.Stream.From ?? StreamReplay.Start).AddMinutes(plan.Stream.Traffic.Minutes.Count);
        foreach (var scheduled in (plan.Stream.Target?.Events ?? []).Where(scheduled => scheduled.Span!.Value.Until > end))
        {
            var isWarm = plan.Stream.Target!.WarmThroughput;
            var limits = isWarm ? ReshardLimits.OfWarmThroughput : new ReshardLimits();
            var climb = EventClimb.Of(scheduled, open, limits, limits.OperationsPerWindow);
            var (from, until) = scheduled.Span!.Value;
            // Warm throughput is free beyond the account's commitment.
            var most = isWarm ? 0 : Math.Max(0, scheduled.MinShards - plan.Default.MeanShards) * (until - from).TotalHours * new Prices().ShardHour;
            yield return Text($"Event of {scheduled}, {scheduled.MinShards} shards: ")
                + Text($"from {open} the way up takes {climb.Operations} of the day's operations, kept for it, ")
                + Text($"and begins {(from - climb.BeginsAt).TotalMinutes:0} minutes before; it costs at most {most:N2} USD more.");
        }
    }

    private static string Cheapest(StreamPlan plan, double scaled)
    {
        if (plan.Now is { } now && now.UsdAMonth <= Math.Min(scaled, plan.Standard.UsdAMonth)
            && now.Replay!.ThrottledFraction <= plan.Default.Replay!.ThrottledFraction)
            return "The shards it has now are cheaper than either the scaler or on-demand Standard, and throttle no more: leave it as it is.";
        return plan.Standard.UsdAMonth < scaled
            ? Text($"On-demand Standard is cheaper ({plan.Standard.UsdAMonth:N2} USD) and scales by itself: this traffic needs no scaler.")
            : Text($"On-demand Standard would cost {plan.Standard.UsdAMonth:N2} USD; Advantage {plan.Advantage.UsdAMonth:N2} ")
                + Text($"where the account meets its commitment anyway, {plan.AdvantageAlone.UsdAMonth:N2} where it does not.");
    }

    private static string Throttled(double now, double then) =>
        now == 0 && then == 0 ? "neither throttles anything" : $"it would throttle {Share(then)} in place of {Share(now)}";

    private static string Share(double fraction) => fraction == 0 ? "nothing"
        : fraction < 0.000_001 ? "less than 0.0001 %"
        : Text($"{fraction * 100:0.####} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
