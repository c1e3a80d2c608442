using System.Text;
using Shardwise.Scaling.Replay;
using static Shardwise.Cli.Simulation.HtmlReport;

namespace Shardwise.Cli.Simulation;

/// <summary>Each policy's cost (across) and throttling (up, by powers of ten).</summary>
internal static class ScatterChart
{
    private const int Height = 320;
    private const int Left = 66;
    private const int Bottom = 270;
    private const int Top = 20;

    // Below one in ten million it is none, for the eye.
    private const int LeastPower = -7;

    public static void Write(StringBuilder page, Comparison comparison)
    {
        foreach (var frame in ChartFrame.Both)
            Write(page, comparison, frame);
        page.Append("<p class=\"note\">Green: ours. Orange rings: published ones. Across: cost in USD. Up: throttled part of the load.</p>");
    }

    private static void Write(StringBuilder page, Comparison comparison, ChartFrame frame)
    {
        var (width, most) = (frame.Width, comparison.Results.Max(result => result.CostUsd) * 1.1);
        double X(double usd) => Left + (usd * (width - Left - 14) / most);
        double Y(double fraction) => Bottom - ((Math.Log10(Math.Max(fraction, 1e-7)) - LeastPower) * (Bottom - Top) / -LeastPower);

        page.Append(Text($"<svg class=\"{frame.Class}\" viewBox=\"0 0 {width} {Height}\" role=\"img\" aria-label=\"cost against throttling\">"));
        for (var power = LeastPower; power <= 0; power++)
        {
            var label = power == LeastPower ? "none" : Text($"{Math.Pow(10, power + 2):0.#####} %");
            page.Append(
                Text($"<line class=\"grid\" x1=\"{Left}\" x2=\"{width}\" y1=\"{Y(Math.Pow(10, power)):0.#}\" y2=\"{Y(Math.Pow(10, power)):0.#}\"/>"))
                .Append(Text($"<text x=\"2\" y=\"{Y(Math.Pow(10, power)) + 4:0.#}\">{label}</text>"));
        }

        var ticks = ChartFrame.Ticks(most, width / 100);
        foreach (var tick in ticks)
            page.Append(Text($"<text text-anchor=\"middle\" x=\"{X(tick):0.#}\" y=\"{Bottom + 30}\">"))
                .Append(ChartFrame.Label(tick, ticks)).Append(tick == 0 ? " USD" : "").Append("</text>");
        Points(page, comparison, frame, X, Y);
        page.Append("</svg>");
    }

    private static void Points(StringBuilder page, Comparison comparison, ChartFrame frame, Func<double, double> across, Func<double, double> up)
    {
        var places = new LabelPlaces(Left, frame.Width, 2, Bottom + 18);
        List<(ReplayResult Result, double X, double Y)> points =
            [.. comparison.Results.Select(result => (result, across(result.CostUsd), up(result.ThrottledFraction)))];
        points.ForEach(point => places.Keep(point.X, point.Y));
        foreach (var (result, x, y) in points.OrderBy(point => point.X))
        {
            var kind = PublishedPolicies.Names.Contains(result.Policy) ? "rival" : "ours";
            var (labelX, labelY) = places.Place(x, y, result.Policy);
            var nearest = Math.Clamp(x, labelX, labelX + ChartFrame.WidthOf(result.Policy));
            // A name that had to go further away is led back to its point.
            if (Math.Abs(labelY - 3 - y) > ChartFrame.LetterHeight)
                page.Append(Text($"<line class=\"lead\" x1=\"{x:0.#}\" x2=\"{nearest:0.#}\" y1=\"{y:0.#}\" y2=\"{labelY - 3:0.#}\"/>"));
            page.Append(Text($"<circle class=\"{kind}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"5\"/>"))
                .Append(Text($"<text class=\"name\" x=\"{labelX:0.#}\" y=\"{labelY:0.#}\">{result.Policy}</text>"));
        }
    }
}
