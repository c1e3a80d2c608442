using System.Text;
using Shardwise.Scaling.Replay;
using static Shardwise.Cli.Simulation.HtmlReport;

namespace Shardwise.Cli.Simulation;

/// <summary>Each policy's cost (across) and throttling (up, by powers of ten).</summary>
internal static class ScatterChart
{
    private const int Width = 1_040;
    private const int Height = 300;
    private const int Left = 70;
    private const int Bottom = 265;
    private const int Top = 20;

    // Below one in ten million it is none, for the eye.
    private const int LeastPower = -7;

    public static void Write(StringBuilder page, Comparison comparison)
    {
        var most = comparison.Results.Max(result => result.CostUsd) * 1.1;
        double X(double usd) => Left + usd * (Width - Left - 90) / most;
        double Y(double fraction) => Bottom - (Math.Log10(Math.Max(fraction, 1e-7)) - LeastPower) * (Bottom - Top) / -LeastPower;

        page.Append(Text($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"cost against throttling\">"));
        for (var power = LeastPower; power <= 0; power++)
        {
            var label = power == LeastPower ? "none" : Text($"{Math.Pow(10, power + 2):0.#####} %");
            page.Append(Text($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width}\" y1=\"{Y(Math.Pow(10, power)):0.#}\" y2=\"{Y(Math.Pow(10, power)):0.#}\"/><text x=\"2\" y=\"{Y(Math.Pow(10, power)) + 4:0.#}\">{label}</text>"));
        }

        for (var step = 0; step <= 4; step++)
            page.Append(Text($"<text x=\"{X(most * step / 4):0.#}\" y=\"{Height - 12}\">{most * step / 4:N0} USD</text>"));
        foreach (var result in comparison.Results)
        {
            var kind = PublishedPolicies.Names.Contains(result.Policy) ? "rival" : "ours";
            page.Append(Text($"<circle class=\"{kind}\" cx=\"{X(result.CostUsd):0.#}\" cy=\"{Y(result.ThrottledFraction):0.#}\" r=\"5\"/><text x=\"{X(result.CostUsd) + 8:0.#}\" y=\"{Y(result.ThrottledFraction) - 4:0.#}\">{result.Policy}</text>"));
        }

        page.Append("</svg>");
    }
}
