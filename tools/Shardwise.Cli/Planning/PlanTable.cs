using System.Globalization;
using Spectre.Console;

namespace Shardwise.Cli.Planning;

/// <summary>A plan as a table for people.</summary>
internal static class PlanTable
{
    private const string NotKnown = "-";

    public static void Write(IAnsiConsole console, StreamPlan plan)
    {
        var table = new FittedTable(
            Title(plan.Stream), new("", IsText: true), new("USD/month"), new("throttled"), new("minutes", 3), new("shards", 2), new("ops/day", 1));
        foreach (var choice in plan.Choices)
            table.Add(Cells(choice));
        table.Write(console);
        var writer = console.Profile.Out.Writer;
        console.WriteProse(
            "USD/month: 30 days of such traffic, with one polling reader, without longer retention or enhanced fan-out; throttled: of all load;");
        console.WriteProse(
            "minutes: with any throttling; shards: fewest / mean / most; ops: UpdateShardCount + splits and merges; Advantage: its commitment of");
        console.WriteProse("25 MiB/s an account met by other streams, or paid for this one alone.");
        writer.WriteLine();
        foreach (var sentence in PlanAdvice.Of(plan))
            console.WriteProse(sentence);
        writer.WriteLine();
        writer.WriteLine(plan.Stream.Target is null ? "Bounds (the quietest hour, twice the busiest minute):" : "Bounds (of --target):");
        writer.WriteLine();
        writer.WriteLine($"    {plan.Bounds.CSharp}");
    }

    private static string Title(ObservedStream stream)
    {
        var days = Text($"{stream.Traffic.Minutes.Count / 1_440.0:0.#} days");
        var since = stream.From is { } from ? Text($" from {from:yyyy-MM-dd HH:mm} UTC") : "";
        var where = stream.Region is { } region ? $" in {region}" : "";
        return $"{stream.Name}{where}: {days}{since}, at most {Text($"{stream.Traffic.Shards.Max():0.##}")} shards of load";
    }

    private static string[] Cells(PlanChoice choice) => choice.Replay is not { } replay
        ? [choice.Name, Text($"{choice.UsdAMonth:N2}"), NotKnown, NotKnown, NotKnown, NotKnown]
        :
        [
            choice.Name, Text($"{choice.UsdAMonth:N2}"), Text($"{replay.ThrottledFraction * 100:0.0000} %"), Text($"{replay.ThrottledMinutes}"),
            Text($"{choice.LeastShards} / {choice.MeanShards:0} / {choice.MostShards}"),
            Text($"{choice.OperationsADay:0.0}") + (replay.SplitsAndMerges > 0 ? Text($"+{choice.SplitsAndMergesADay:0.0}") : ""),
        ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
