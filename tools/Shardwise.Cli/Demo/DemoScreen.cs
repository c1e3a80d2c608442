using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Shardwise.Cli.Demo;

/// <summary>Draws a frame for a terminal of 80 columns by 24 lines or more.</summary>
public static class DemoScreen
{
    private const int MaxWidth = 120;
    private const int LinesBesideChart = 13;

    /// <summary>Draws a frame.</summary>
    /// <param name="frame">What to show.</param>
    /// <param name="width">The terminal's columns.</param>
    /// <param name="height">The terminal's lines.</param>
    public static IRenderable Render(DemoFrame frame, int width, int height)
    {
        var columns = Math.Min(width, MaxWidth) - 1;
        var chartLines = Math.Clamp(height - LinesBesideChart - Math.Min(frame.Functions.Count, 3), 4, 14);
        List<string> lines =
        [
            Header(frame, columns),
            Invariant($"[grey70]{Markup.Escape(frame.TraceName)}, {frame.Speed:0.#} times as fast, {frame.Scale.Records:N0} user records[/]"),
            $"[grey70]{Markup.Escape(frame.Scale.Description)}[/]",
            "",
            .. LoadChart.Draw(frame.Minutes, frame.Scale.Shards, columns, chartLines),
            LoadChart.Legend,
            "",
            Load(frame),
            Stream(frame),
            Invariant($"[bold]records[/]    in {frame.Accepted:N0}   through the ETL {frame.Processed:N0}   dead letters {frame.DeadLetters:N0}"),
            .. frame.Functions.Take(3).Select(Function),
            .. Scaler(frame, columns),
        ];
        return new Rows(lines.Select(line => new Markup(line.Length == 0 ? " " : line).Overflow(Overflow.Ellipsis)));
    }

    private static string Header(DemoFrame frame, int columns)
    {
        var total = frame.Scale.Shards.Count;
        var minute = Math.Min(frame.Minutes.Count, total);
        var text = frame.Phase switch
        {
            DemoPhase.Offering => Invariant($"minute {minute} of {total}"),
            DemoPhase.Sending => "the trace is over: sending what waits",
            DemoPhase.Draining => "all is accepted: draining the stream",
            _ => "counting every record",
        };
        var bar = Math.Max(10, columns - 28 - text.Length);
        var done = frame.Phase == DemoPhase.Offering ? bar * minute / total : bar;
        return Invariant($"[bold]shardwise demo[/]  [bold]{frame.Clock:HH:mm}[/]  {text}  [green]{new string('━', done)}[/][grey35]{new string('━', bar - done)}[/]");
    }

    private static string Load(DemoFrame frame)
    {
        var (offered, accepted, throttled, _) = frame.LastWhole;
        var refused = Invariant($"throttled {throttled:0.0}");
        return Invariant($"[bold]load[/]       offered {offered:0.0}   accepted {accepted:0.0}   {(throttled >= 0.05 ? $"[red]{refused}[/]" : refused)}   waiting {frame.Waiting:N0} records");
    }

    private static string Stream(DemoFrame frame)
    {
        var shards = frame.TargetShards is { } target && target != frame.OpenShards ? $"{frame.OpenShards} -> {target}" : Invariant($"{frame.OpenShards}");
        return Invariant($"[bold]stream[/]     [yellow]{shards} shards[/]   utilization {frame.LastWhole.Utilization * 100:0} %   iterator age {frame.IteratorAge.TotalMinutes:0.0} min   reshards {frame.Operations}");
    }

    private static string Function(FunctionFigures function, int index)
    {
        var errors = Invariant($"{function.Errors} errors, {function.Restarts} restarts");
        var title = index == 0 ? "[bold]functions[/]  " : "           ";
        return Invariant($"{title}{Markup.Escape(function.Name)}: {function.Invocations:N0} calls, {(function.Errors + function.Restarts > 0 ? $"[red]{errors}[/]" : errors)}");
    }

    // Two lines always, so that the picture does not jump when a reason grows.
    private static IEnumerable<string> Scaler(DemoFrame frame, int columns)
    {
        const int Indent = 11;
        var text = frame.Decision is { } decision ? Invariant($"{decision.Time:HH:mm} {decision.Reason}") : "no decision yet";
        var room = columns - Indent;
        var cut = text.Length <= room ? text.Length : text.LastIndexOf(' ', room) is > 0 and var space ? space : room;
        var second = text[cut..].TrimStart();
        yield return $"[bold]scaler[/]     {Markup.Escape(text[..cut])}";
        yield return new string(' ', Indent) + Markup.Escape(second.Length <= room ? second : second[..(room - 3)] + "...");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
