using System.Text;
using Shardwise.Scaling;
using Shardwise.Scaling.Replay;
using static Shardwise.Cli.Simulation.HtmlReport;

namespace Shardwise.Cli.Simulation;

/// <summary>Load against capacity over time, throttled minutes marked, operations as ticks.</summary>
internal static class TimelineChart
{
    private const int Width = 1_040;
    private const int Height = 190;
    private const int Left = 36;
    private const int Top = 8;
    private const int Bottom = 160;
    private const int MostColumns = 1_000;

    public static void Write(StringBuilder page, ReplayResult result)
    {
        var minutes = result.Minutes;
        var columns = Math.Min(MostColumns, minutes.Count);
        var top = Math.Max(1, minutes.Max(minute => Math.Max(minute.Capacity, minute.Offered)));
        double X(double minute) => Left + minute * (Width - Left - 4) / minutes.Count;
        double Y(double shards) => Bottom - shards * (Bottom - Top) / top;

        page.Append(Text($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{result.Policy}: load and capacity over time\">"));
        Axes(page, top, minutes.Count, X, Y);
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

            load.Append(Text($"L{X(from):0.#} {Y(offered):0.#}L{X(to):0.#} {Y(offered):0.#}"));
            capacity.Append(Text($"{(column == 0 ? 'M' : 'L')}{X(from):0.#} {Y(least):0.#}L{X(to):0.#} {Y(least):0.#}"));
            if (throttled)
                bad.Append(Text($"<rect class=\"bad\" x=\"{X(from):0.#}\" y=\"{Bottom + 2}\" width=\"{Math.Max(1.5, X(to) - X(from)):0.#}\" height=\"6\"/>"));
        }

        page.Append(Text($"<path class=\"load\" d=\"M{Left} {Bottom}{load}L{Width - 4} {Bottom}Z\"/><path class=\"cap\" d=\"{capacity}\"/>")).Append(bad);
        foreach (var reshard in result.Reshards.Where(reshard => reshard.Accepted))
        {
            var height = reshard.Method == ReshardMethod.UpdateShardCount ? 8 : 4;
            page.Append(Text($"<line class=\"{(reshard.To > reshard.From ? "up" : "down")}\" x1=\"{X(reshard.Minute):0.#}\" x2=\"{X(reshard.Minute):0.#}\" y1=\"{Bottom + 10}\" y2=\"{Bottom + 10 + height}\"/>"));
        }

        page.Append("</svg><p class=\"note\">Blue: load. Orange: capacity. Red: throttled minutes. Ticks: operations, green up and grey down, short ones splits and merges.</p>");
    }

    private static void Axes(StringBuilder page, double top, int minutes, Func<double, double> x, Func<double, double> y)
    {
        for (var line = 0; line <= 4; line++)
            page.Append(Text($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - 4}\" y1=\"{y(top * line / 4):0.#}\" y2=\"{y(top * line / 4):0.#}\"/><text x=\"2\" y=\"{y(top * line / 4) + 4:0.#}\">{top * line / 4:0}</text>"));
        var days = Math.Max(1, (int)Math.Ceiling(minutes / 1_440.0 / 14));
        for (var day = 0; day * 1_440 < minutes; day += days)
            page.Append(Text($"<text x=\"{x(day * 1_440):0.#}\" y=\"{Height - 2}\">day {day}</text>"));
    }
}
