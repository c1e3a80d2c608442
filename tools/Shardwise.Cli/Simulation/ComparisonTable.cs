using System.Globalization;
using Shardwise.Scaling.Replay;
using Spectre.Console;

namespace Shardwise.Cli.Simulation;

/// <summary>A comparison as a table.</summary>
internal static class ComparisonTable
{
    public static void Write(IAnsiConsole console, Comparison comparison)
    {
        // Narrow, so that 80 columns hold it.
        var table = new FittedTable(
            comparison.Trace.Name, new("policy", IsText: true), new("shard-h", 3), new("x", 4), new("throttled"), new("minutes", 5),
            new("ops", 2), new("refused", 7),
            new("splits", 6), new("USD"));
        foreach (var result in comparison.Results)
        {
            table.Add(
                result.Policy, Text($"{result.ShardHours:N1}"), Text($"{result.ShardHours / comparison.ClairvoyantShardHours:0.000}"),
                Text($"{result.ThrottledFraction * 100:0.0000} %"), Text($"{result.ThrottledMinutes:N0}"), Text($"{result.Operations:N0}"),
                Text($"{result.Refused:N0}"), Text($"{result.SplitsAndMergesADay:0.0}"), Text($"{result.CostUsd:N2}"));
        }

        table.Write(console);
        console.WriteProse(
            "x: shard-hours over those of a scaler that knows the future; ops: UpdateShardCount; splits: SplitShard and MergeShards a day");
        console.WriteProse(
            Text($"clairvoyant: {comparison.ClairvoyantShardHours:N2} shard-hours, with free splits {comparison.ClairvoyantFreeShardHours:N2}"));
        console.WriteProse(
            Text($"on demand: Standard {comparison.OnDemand.StandardUsd:N2} USD, Advantage {comparison.OnDemand.AdvantageUsd:N2} USD ")
            + "(with its commitment of 25 MiB/s an account)");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
