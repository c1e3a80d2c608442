using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Shardwise.Cli.Demo;

/// <summary>Draws a frame for a terminal of 80 columns by 24 lines or more.</summary>
public static class DemoScreen
{
    private const int MaxWidth = 120;
    private const int ScalerLines = 3;
    private const int LinesBesideChart = 11 + ScalerLines;

    /// <summary>Draws a frame.</summary>
    /// <param name="frame">What to show.</param>
    /// <param name="width">The terminal's columns.</param>
    /// <param name="height">The terminal's lines.</param>
    public static IRenderable Render(DemoFrame frame, int width, int height)
    {
        var columns = Math.Min(width, MaxWidth) - 1;
        var chartLines = Math.Clamp(height - LinesBesideChart - Math.Min(frame.Functions.Count, 3) - Warning(frame, columns).Count(), 4, 14);
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
            .. Warning(frame, columns),
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
        var drawn = $"[green]{new string('━', done)}[/][grey35]{new string('━', bar - done)}[/]";
        return Invariant($"[bold]shardwise demo[/]  [bold]{frame.Clock:HH:mm}[/]  {text}  {drawn}");
    }

    private static string Load(DemoFrame frame)
    {
        var (offered, accepted, throttled, _) = frame.LastWhole;
        var refused = Invariant($"throttled {throttled:0.0}");
        var seen = throttled >= 0.05 ? $"[red]{refused}[/]" : refused;
        return Invariant($"[bold]load[/]       offered {offered:0.0}   accepted {accepted:0.0}   {seen}   waiting {frame.Waiting:N0} records");
    }

    private static string Stream(DemoFrame frame)
    {
        var shards = frame.TargetShards is { } target && target != frame.OpenShards
            ? $"{frame.OpenShards}->{target}"
            : Invariant($"{frame.OpenShards}");
        return Invariant($"[bold]stream[/]     [yellow]{shards} shards[/]  utilization {frame.LastWhole.Utilization * 100:0} %  ")
            + Invariant($"iterator age {frame.IteratorAge.TotalMinutes:0.0} min  reshards {frame.Operations}");
    }

    private static string Function(FunctionFigures function, int index)
    {
        var errors = Invariant($"{function.Errors} errors, {function.Restarts} restarts");
        var title = index == 0 ? "[bold]functions[/]  " : "           ";
        var seen = function.Errors + function.Restarts > 0 ? $"[red]{errors}[/]" : errors;
        return Invariant($"{title}{Markup.Escape(function.Name)}: {function.Invocations:N0} calls, {seen}");
    }

    // As many lines always, so that the picture does not jump when a reason grows.
    private static IEnumerable<string> Scaler(DemoFrame frame, int columns)
    {
        const int Indent = 11;
        var rest = frame.Decision is { } decision ? Invariant($"{decision.Time:HH:mm} {decision.Reason}") : "no decision yet";
        var room = columns - Indent;
        for (var line = 0; line < ScalerLines; line++)
        {
            var cut = rest.Length <= room ? rest.Length : rest.LastIndexOf(' ', room) is > 0 and var space ? space : room;
            var text = line == ScalerLines - 1 && cut < rest.Length ? rest[..Math.Min(cut, room - 3)] + "..." : rest[..cut];
            yield return (line == 0 ? "[bold]scaler[/]     " : new string(' ', Indent)) + Markup.Escape(text);
            rest = rest[cut..].TrimStart();
        }
    }

    private static IEnumerable<string> Warning(DemoFrame frame, int columns) => frame.Warning is { } warning
        ? Prose.Wrap(warning, columns - 11).Select(
            (line, index) => $"{(index == 0 ? "[bold red]slow[/]       " : "           ")}[red]{Markup.Escape(line)}[/]")
        : [];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
