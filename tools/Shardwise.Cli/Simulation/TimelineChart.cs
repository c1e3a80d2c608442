using System.Text;
using Shardwise.Scaling;
using Shardwise.Scaling.Replay;
using static Shardwise.Cli.Simulation.HtmlReport;

namespace Shardwise.Cli.Simulation;

/// <summary>Load against capacity over time, throttled minutes marked, operations as ticks.</summary>
internal static class TimelineChart
{
    private const int Height = 205;
    private const int Left = 44;
    private const int Right = 4;
    private const int Top = 22;
    private const int Bottom = 168;
    private const int MinutesADay = 1_440;

    // A label of a time and the room beside it.
    private const int LabelWidth = 56;

    private static readonly int[] HourSteps = [1, 2, 3, 6, 12, 24];

    public static void Write(StringBuilder page, ReplayResult result)
    {
        foreach (var frame in ChartFrame.Both)
            Write(page, result, frame);
    }

    /// <summary>What the charts show, once for all of them.</summary>
    public const string Legend =
        "<p class=\"note\">Area: load. Line: capacity. Marks below: throttled minutes. Ticks under them: operations, long ones calls of "
        + "UpdateShardCount, short ones splits and merges; green ones up, grey ones down.</p>";

    private static void Write(StringBuilder page, ReplayResult result, ChartFrame frame)
    {
        var minutes = result.Minutes;
        var top = Math.Max(1, minutes.Max(minute => Math.Max(minute.Capacity, minute.Offered)));
        double X(double minute) => Left + (minute * (frame.Width - Left - Right) / minutes.Count);
        double Y(double shards) => Bottom - (shards * (Bottom - Top) / top);

        page.Append(Text($"<svg class=\"{frame.Class}\" viewBox=\"0 0 {frame.Width} {Height}\" role=\"img\" "))
            .Append(Text($"aria-label=\"{result.Policy}: load and capacity over time\">"));
        Axes(page, frame, top, minutes.Count, X, Y);
        Curves(page, frame, minutes, X, Y);
        foreach (var reshard in result.Reshards.Where(reshard => reshard.Accepted))
        {
            var height = reshard.Method == ReshardMethod.UpdateShardCount ? 8 : 4;
            page.Append(
                Text($"<line class=\"{(reshard.To > reshard.From ? "up" : "down")}\" x1=\"{X(reshard.Minute):0.#}\" x2=\"{X(reshard.Minute):0.#}\" "))
                .Append(Text($"y1=\"{Bottom + 10}\" y2=\"{Bottom + 10 + height}\"/>"));
        }

        page.Append("</svg>");
    }

    private static void Curves(
        StringBuilder page, ChartFrame frame, IReadOnlyList<ReplayedMinute> minutes, Func<double, double> x, Func<double, double> y)
    {
        var columns = Math.Min(frame.Width - Left - Right, minutes.Count);
        var (load, capacity, bad) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        for (var column = 0; column < columns; column++)
        {
            var (from, to) = ((int)((long)minutes.Count * column / columns), (int)((long)minutes.Count * (column + 1) / columns));
            var (offered, least, throttled) = (0.0, double.MaxValue, false);
            for (var i = from; i < to; i++)
            {
                offered = Math.Max(offered, minutes[i].Offered);
                least = Math.Min(least, minutes[i].Capacity);
                throttled |= minutes[i].Throttled > 0;
            }

            load.Append(Text($"L{x(from):0.#} {y(offered):0.#}L{x(to):0.#} {y(offered):0.#}"));
            capacity.Append(Text($"{(column == 0 ? 'M' : 'L')}{x(from):0.#} {y(least):0.#}L{x(to):0.#} {y(least):0.#}"));
            if (throttled)
                bad.Append(Text(
                    $"<rect class=\"bad\" x=\"{x(from):0.#}\" y=\"{Bottom + 2}\" width=\"{Math.Max(1.5, x(to) - x(from)):0.#}\" height=\"6\"/>"));
        }

        page.Append(Text($"<path class=\"load\" d=\"M{Left} {Bottom}{load}L{frame.Width - Right} {Bottom}Z\"/>"))
            .Append(Text($"<path class=\"cap\" d=\"{capacity}\"/>")).Append(bad);
    }

    private static void Axes(StringBuilder page, ChartFrame frame, double top, int minutes, Func<double, double> x, Func<double, double> y)
    {
        var ticks = ChartFrame.Ticks(top, 4).Where(double.IsInteger).ToList();
        foreach (var tick in ticks)
        {
            page.Append(Text($"<line class=\"grid\" x1=\"{Left}\" x2=\"{frame.Width - Right}\" y1=\"{y(tick):0.#}\" y2=\"{y(tick):0.#}\"/>"))
                .Append(Text($"<text text-anchor=\"end\" x=\"{Left - 6}\" y=\"{y(tick) + 4:0.#}\">{tick:N0}</text>"));
        }

        page.Append("<text x=\"2\" y=\"12\">shards</text>");
        var most = Math.Max(1, (frame.Width - Left) / LabelWidth);
        var (unit, step) = Steps(minutes, most);
        for (var at = 0; at < minutes; at += step)
        {
            // The last one would stand half outside.
            if (x(at) + (LabelWidth / 2) <= frame.Width)
                page.Append(Text($"<text class=\"time\" x=\"{x(at):0.#}\" y=\"{Height - 4}\">"))
                    .Append(unit == MinutesADay ? Text($"day {at / unit}") : Text($"{at / unit} h")).Append("</text>");
        }
    }

    // Hours for up to three days, days from there on.
    private static (int Unit, int Step) Steps(int minutes, int most)
    {
        if (minutes <= 3 * MinutesADay)
            return (60, 60 * HourSteps.FirstOrDefault(hours => minutes / 60.0 / hours <= most, HourSteps[^1]));
        return (MinutesADay, MinutesADay * (int)Math.Ceiling(minutes / (double)MinutesADay / most));
    }
}
