using System.Globalization;
using System.Net;
using System.Text;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Simulation;

/// <summary>Comparisons as one self-contained page: charts in SVG, no script, nothing fetched.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1b2430;--soft:#6b7785;--line:#d8dee6;--back:#fbfcfd;--card:#fff;--load:#3b82c4;--cap:#e08e2b;--bad:#c8323c;--ours:#17806d}
        @media(prefers-color-scheme:dark){:root{--ink:#e6ebf1;--soft:#93a0ae;--line:#333d49;--back:#12171d;--card:#1a2129}}
        body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--back);margin:2rem auto;max-width:1080px;padding:0 1rem}
        h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.5rem}h3{font-size:1rem;margin:1.4rem 0 .3rem}
        table{border-collapse:collapse;width:100%;background:var(--card)}td,th{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:right}td:first-child,th:first-child{text-align:left}
        svg{background:var(--card);border:1px solid var(--line);border-radius:6px;width:100%;height:auto}text{fill:var(--soft);font:11px system-ui,sans-serif}
        .load{fill:var(--load);opacity:.55}.cap{fill:none;stroke:var(--cap);stroke-width:1.4}.bad{fill:var(--bad)}.up{stroke:var(--ours)}.down{stroke:var(--soft)}.grid{stroke:var(--line)}
        .ours{fill:var(--ours)}.rival{fill:var(--cap)}.note{color:var(--soft)}
        """;

    public static string Write(IReadOnlyList<Comparison> comparisons)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append("<title>Shardwise replay</title><style>").Append(Style).Append("</style></head><body><h1>What each scaling policy would have done</h1>");
        foreach (var comparison in comparisons)
            Write(page, comparison);
        return page.Append("</body></html>\n").ToString();
    }

    private static void Write(StringBuilder page, Comparison comparison)
    {
        page.Append(Text($"<h2>{WebUtility.HtmlEncode(comparison.Trace.Name)}</h2><p class=\"note\">{comparison.Trace.Minutes.Count} minutes, "))
            .Append(Text($"mean {comparison.Trace.Shards.Average():0.0}, peak {comparison.Trace.Shards.Max():0.0} shards. A scaler that knew the future would pay for {comparison.ClairvoyantShardHours:N1} shard-hours."))
            .Append(Text($" On demand the same traffic costs {comparison.OnDemand.StandardUsd:N2} USD (Standard) or {comparison.OnDemand.AdvantageUsd:N2} USD (Advantage, its commitment included).</p>"));
        Table(page, comparison);
        page.Append("<h3>Cost against throttling: lower left is better</h3>");
        ScatterChart.Write(page, comparison);
        foreach (var result in comparison.Results)
        {
            page.Append(Text($"<h3>{result.Policy}</h3>"));
            TimelineChart.Write(page, result);
        }
    }

    private static void Table(StringBuilder page, Comparison comparison)
    {
        page.Append("<table><tr><th>policy</th><th>shard-hours</th><th>x clairvoyant</th><th>throttled</th><th>throttled minutes</th><th>operations</th><th>refused</th><th>splits, merges</th><th>a day</th><th>USD</th></tr>");
        foreach (var result in comparison.Results)
        {
            page.Append(Text($"<tr><td>{result.Policy}</td><td>{result.ShardHours:N1}</td><td>{result.ShardHours / comparison.ClairvoyantShardHours:0.000}</td><td>{result.ThrottledFraction * 100:0.0000} %</td>"))
                .Append(Text($"<td>{result.ThrottledMinutes}</td><td>{result.Operations}</td><td>{result.Refused}</td><td>{result.SplitsAndMerges}</td><td>{result.SplitsAndMergesADay:0.0}</td><td>{result.CostUsd:N2}</td></tr>"));
        }

        page.Append("</table>");
    }

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
