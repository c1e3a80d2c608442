using System.Globalization;
using System.Net;
using System.Text;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Simulation;

/// <summary>Comparisons as one self-contained page for desks and phones: charts in SVG, no script, nothing fetched.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1b2430;--soft:#5c6875;--line:#d8dee6;--back:#fbfcfd;--card:#fff;
        --load:#3b82c4;--cap:#c26a10;--bad:#c8323c;--ours:#17806d}
        @media(prefers-color-scheme:dark){:root{--ink:#e6ebf1;--soft:#a3afbc;--line:#333d49;--back:#12171d;--card:#1a2129;--cap:#e0a05e}}
        body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--back);
        margin:2rem auto;max-width:1040px;padding:0 1rem;overflow-wrap:anywhere}
        h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.2rem;margin-top:2.5rem}h3{font-size:1rem;margin:1.4rem 0 .3rem}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;background:var(--card)}
        td,th{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
        th{white-space:normal;overflow-wrap:normal;vertical-align:bottom}
        td:first-child,th:first-child{text-align:left;position:sticky;left:0;background:var(--card)}
        svg{background:var(--card);border:1px solid var(--line);border-radius:6px;width:100%;height:auto;box-sizing:border-box}
        text{fill:var(--soft);font:11px system-ui,sans-serif}.name{fill:var(--ink)}
        .load{fill:var(--load);opacity:.55}.cap{fill:none;stroke:var(--cap);stroke-width:1.6}
        .bad{fill:var(--bad)}.up{stroke:var(--ours)}.down{stroke:var(--soft)}
        .grid{stroke:var(--line)}.lead{stroke:var(--soft);stroke-width:.6}.ours{fill:var(--ours)}.rival{fill:none;stroke:var(--cap);stroke-width:2}
        .note{color:var(--soft)}.conclusion{font-size:1.05rem;border-left:4px solid var(--ours);padding-left:.8rem}
        code{font:13px ui-monospace,monospace}
        .narrow{display:none}@media(max-width:640px){body{margin:1rem auto;padding:0 .8rem}.wide{display:none}.narrow{display:block;max-width:480px}}
        """;

    private static readonly (string Title, Func<ReplayResult, Comparison, string> Cell)[] Columns =
    [
        ("policy", (result, _) => result.Policy),
        ("USD", (result, _) => Text($"{result.CostUsd:N2}")),
        ("throttled", (result, _) => Text($"{result.ThrottledFraction * 100:0.0000} %")),
        ("throttled minutes", (result, _) => Text($"{result.ThrottledMinutes:N0}")),
        ("shard-hours", (result, _) => Text($"{result.ShardHours:N1}")),
        ("x clairvoyant", (result, comparison) => Text($"{result.ShardHours / comparison.ClairvoyantShardHours:0.000}")),
        ("operations", (result, _) => Text($"{result.Operations:N0}")),
        ("refused", (result, _) => Text($"{result.Refused:N0}")),
        ("splits, merges", (result, _) => Text($"{result.SplitsAndMerges:N0}")),
        ("a day", (result, _) => Text($"{result.SplitsAndMergesADay:N1}")),
    ];

    public static string Write(IReadOnlyList<Comparison> comparisons, ReportHead head)
    {
        var page = new StringBuilder();
        page.Append(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
            .Append("<title>Shardwise replay</title><style>").Append(Style).Append(
                "</style></head><body><h1>What each scaling policy would have done</h1>")
            .Append(Text(
                $"<p class=\"note\">{head.MadeAt.ToUniversalTime():yyyy-MM-dd HH:mm} UTC, shardwise {WebUtility.HtmlEncode(head.Version)}: "))
            .Append(Text($"<code>simulate {WebUtility.HtmlEncode(head.Options)}</code></p>"));
        foreach (var comparison in comparisons)
            Write(page, comparison);
        return page.Append("</body></html>\n").ToString();
    }

    private static void Write(StringBuilder page, Comparison comparison)
    {
        var (trace, onDemand) = (comparison.Trace, comparison.OnDemand);
        page.Append("<h2>").Append(WebUtility.HtmlEncode(trace.Name)).Append("</h2><p class=\"conclusion\">")
            .Append(WebUtility.HtmlEncode(ReportConclusion.Of(comparison))).Append("</p>")
            .Append(Text($"<p class=\"note\">{trace.Minutes.Count:N0} minutes, "))
            .Append(Text($"mean {trace.Shards.Average():N1}, peak {trace.Shards.Max():N1} shards. "))
            .Append(Text($"A scaler that knew the future (clairvoyant) would pay for {comparison.ClairvoyantShardHours:N1} shard-hours. "))
            .Append(Text($"On demand the same traffic costs {onDemand.StandardUsd:N2} USD (Standard) or "))
            .Append(Text($"{onDemand.AdvantageUsd:N2} USD (Advantage, its commitment included).</p>"));
        Table(page, comparison);
        page.Append("<h3>Cost against throttling: lower left is better</h3>");
        ScatterChart.Write(page, comparison);
        page.Append("<h3>Over time</h3>").Append(TimelineChart.Legend);
        foreach (var result in comparison.Results)
        {
            page.Append(Text($"<h3>{result.Policy}</h3>"));
            TimelineChart.Write(page, result);
        }
    }

    private static void Table(StringBuilder page, Comparison comparison)
    {
        page.Append("<div class=\"scroll\"><table><tr>");
        foreach (var (title, _) in Columns)
            page.Append("<th>").Append(title).Append("</th>");
        page.Append("</tr>");
        foreach (var result in comparison.Results)
        {
            page.Append("<tr>");
            foreach (var (_, cell) in Columns)
                page.Append("<td>").Append(cell(result, comparison)).Append("</td>");
            page.Append("</tr>");
        }

        page.Append("</table></div>");
    }

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
