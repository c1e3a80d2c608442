using System.Globalization;
using Shardwise.Scaling.Replay;
using Spectre.Console;

namespace Shardwise.Cli.Simulation;

/// <summary>A comparison as a table.</summary>
internal static class ComparisonTable
{
    public static void Write(IAnsiConsole console, Comparison comparison)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(comparison.Trace.Name)), Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("policy").NoWrap().Padding(0, 1));
        // Narrow, so that 80 columns hold it.
        foreach (var column in (string[])["shard-h", "x", "throttled", "minutes", "ops", "refused", "splits", "USD"])
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap().Padding(0, 1));
        foreach (var result in comparison.Results)
        {
            table.AddRow(
                result.Policy, Text($"{result.ShardHours:N1}"), Text($"{result.ShardHours / comparison.ClairvoyantShardHours:0.000}"),
                Text($"{result.ThrottledFraction * 100:0.0000} %"), Text($"{result.ThrottledMinutes}"), Text($"{result.Operations}"),
                Text($"{result.Refused}"), Text($"{result.SplitsAndMergesADay:0.0}"), Text($"{result.CostUsd:N2}"));
        }

        console.Write(table);
        var writer = console.Profile.Out.Writer;
        writer.WriteLine("x: shard-hours over those of a scaler that knows the future; ops: UpdateShardCount; splits: SplitShard and MergeShards a day");
        writer.WriteLine(Text($"clairvoyant: {comparison.ClairvoyantShardHours:N2} shard-hours, with free splits {comparison.ClairvoyantFreeShardHours:N2}"));
        writer.WriteLine(Text($"on demand: Standard {comparison.OnDemand.StandardUsd:N2} USD, Advantage {comparison.OnDemand.AdvantageUsd:N2} USD (with its commitment of 25 MiB/s an account)"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
