using System.Globalization;
using Shardwise.Scaler.Ledgers;
using Shardwise.Scaling;
using Shardwise.Scaling.Calendar;

namespace Shardwise.Cli.Scaler;

/// <summary>A status in lines for people.</summary>
internal static class StatusText
{
    public static IEnumerable<string> Of(ScalerStatus status, string stream, string region)
    {
        var (observation, state) = (status.Observation, status.Ledger.State);
        yield return Text($"{stream} in {region}: {Shards(observation.OpenShards)}, {status.Status}; the scaler {Mode(status.Mode)}");
        yield return Line("sees", Sees(observation));
        yield return Line("plans", status.Decision?.Reason ?? $"not known: the bounds are in no tag {LedgerTags.Target} yet; give --target FILE, "
            + "the detail of the scaler's rule");
        if (observation.WarmThroughput is { } warm)
            yield return Line(
                "warm", Text($"{warm} MiB/s asked for, {observation.OpenShards} MiB/s there; a shard is 1 MiB/s in all that is said here"));
        yield return Line("has left", Left(observation) + StepsLeft(status));
        if (status.BoundsFrom is { } source)
            yield return Line("bounds", Bounds(observation.Target, source, status.CalendarLeftOut));
        foreach (var way in OnItsWay(status))
            yield return Line("on its way", way);
        foreach (var climb in CalendarPolicy.Climbs(observation))
            yield return Line(
                "event",
                Text($"{climb.Event.MinShards} shards by {climb.Event}; the way up begins at {climb.BeginsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, ")
                + Text($"by {climb.Operations} operation{(climb.Operations == 1 ? "" : "s")}"));
        foreach (var operation in observation.Operations.Where(operation => operation.At > observation.Now - observation.Limits.Window))
            yield return Line(
                "did",
                Text($"{operation.At.UtcDateTime:MM-dd HH:mm} UTC from {operation.FromShards} to {Shards(operation.ToShards)}")
                + (operation.ByOthers ? ", by somebody else" : ""));
        if (state.Hot is { } hot)
            yield return Line(
                "hot range",
                Text($"since {hot.Since.UtcDateTime:MM-dd HH:mm} UTC, {hot.Splits} splits around it")
                + (hot.IsRelieved ? ", relieved"
                    : hot.IsBeyondSplits ? ", beyond what splits can help: while it lasts, shards are kept so that few other keys share its shard"
                    : ""));
        foreach (var problem in status.Problems)
            yield return Line("problem", problem);
    }

    private static string Mode(ScalerMode mode) => mode switch
    {
        ScalerMode.Paused => "is paused",
        ScalerMode.DryRun => "is on dry run",
        _ => "is active",
    };

    private static string Sees(Observation observation) =>
        observation.Minutes is not [.., var newest] ? "no minute with traffic in the last hour and a quarter"
        : Text($"{newest.AcceptedShards:0.00} shards of load in the minute {newest.Start.UtcDateTime:HH:mm} UTC, ")
            + Text($"{newest.AcceptedShards / observation.OpenShards * 100:0} % of {Shards(observation.OpenShards)}; ")
            + Text($"at most {observation.Minutes.Max(minute => minute.AcceptedShards):0.00} in the ")
            + Text($"{observation.Minutes.Count} minutes that it sees");

    private static string Left(Observation observation)
    {
        var counted = observation.Operations.Where(operation => operation.At > observation.Now - observation.Limits.Window).ToList();
        var left = Text($"{observation.OperationsLeft} of {observation.Limits.OperationsPerWindow} operations");
        return counted.Count == 0 ? left : left + Text(
            $"; the next comes back at {(counted.Min(operation => operation.At) + observation.Limits.Window).UtcDateTime:MM-dd HH:mm} UTC");
    }

    private static string StepsLeft(ScalerStatus status)
    {
        var target = status.Observation.Target;
        return status.BoundsFrom is not null && target is { CallsOnly: false, WarmThroughput: false }
            ? Text($"; {status.Observation.StepsLeft} of {target.ReshardsADay} splits and merges")
            : "";
    }

    private static string Bounds(ScalingTarget target, string source, int leftOut) =>
        Text($"{target.MinShards} to {Shards(target.MaxShards)} now, {target.Setting}, headroom {target.Headroom}")
        + (target.CallsOnly ? ", UpdateShardCount only" : "") + (target.WarmThroughput ? ", warm throughput" : "") + $" ({source}"
        + (leftOut == 0 ? ")" : Text($"; {leftOut} floors and events of its calendar are not in it)"));

    private static IEnumerable<string> OnItsWay(ScalerStatus status)
    {
        var (ledger, state) = (status.Ledger, status.Ledger.State);
        if (ledger.NewestIsPending)
            yield return Text(
                $"{Call(status)} from {ledger.Operations[^1].FromShards} to {Shards(ledger.Operations[^1].ToShards)}, not seen to be done yet");
        if (state.Goal is { } goal)
            yield return Text($"splits and merges to {goal} equal ranges");
        if (state.RefusedUntil is { } until && until > status.Observation.Now)
            yield return Text($"{Call(status)} is left alone until {until.UtcDateTime:HH:mm} UTC, since AWS refused it");
    }

    private static string Call(ScalerStatus status) => status.Observation.WarmThroughput is null ? "UpdateShardCount" : "UpdateStreamWarmThroughput";

    private static string Line(string name, string text) => $"{name,-11}{text}";

    private static string Shards(int count) => Text($"{count} shard{(count == 1 ? "" : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
