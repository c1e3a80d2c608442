using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Shardwise.Cli.Simulation;
using Shardwise.Scaling.Replay;

namespace Shardwise.Cli.Tests.Simulation;

public sealed partial class ReportTests
{
    private static readonly ReportHead Head = new(new DateTimeOffset(2026, 11, 30, 4, 5, 0, TimeSpan.Zero), "0.1.0-standin", "--policy all --scale 1");

    // Quiet at night and four times as much by day, for three days.
    private static readonly Comparison Compared = Comparison.Run(Days(3), ComparedPolicies.Names, new ReplayProfile());

    // A report has the chart for each frame: of one report of so many days both are looked at.
    private static readonly ConcurrentDictionary<int, Lazy<string>> Reports = new();

    private readonly string page = HtmlReport.Write([Compared], Head);

    [Fact]
    public void It_says_when_by_which_version_and_with_which_options_it_was_made() =>
        Assert.Contains(
            "2026-11-30 04:05 UTC, shardwise 0.1.0-standin: <code>simulate --policy all --scale 1</code>", page, StringComparison.Ordinal);

    [Fact]
    public void It_has_a_conclusion_that_its_table_bears_out()
    {
        var conclusion = ConclusionText().Match(page).Groups["text"].Value;

        var best = Compared.Results.Where(result => result.ThrottledFraction <= 1e-4).MinBy(result => result.CostUsd)!;
        Assert.StartsWith($"{best.Policy} is the cheapest of the policies that throttle at most 0.01 % of the load: ", conclusion, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{best.CostUsd:N2} USD"), conclusion, StringComparison.Ordinal);
        Assert.Contains("On demand the same traffic costs ", conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void A_conclusion_about_one_policy_or_where_all_throttle_much_says_so()
    {
        var one = Compared with { Results = [Compared.Results[0] with { ThrottledFraction = 0 }] };
        Assert.StartsWith($"{one.Results[0].Policy} costs ", ReportConclusion.Of(one), StringComparison.Ordinal);

        var bad = Compared with { Results = [.. Compared.Results.Take(2).Select((result, place) => result with { ThrottledFraction = 1.0 / (2 + place) })] };
        Assert.StartsWith(
            $"Each of these policies throttles more than 0.01 % of the load. The least is 33.3333 %, by {bad.Results[1].Policy} for ", ReportConclusion.Of(bad), StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_are_parted() => Assert.Contains("4,320 minutes", page, StringComparison.Ordinal);

    [Theory]
    [InlineData("wide", 1_040)]
    [InlineData("narrow", 360)]
    public void No_name_of_a_policy_lies_over_another_or_outside_of_the_chart(string frame, int width)
    {
        var chart = Regex.Match(page, $"<svg class=\"{frame}\"[^>]*aria-label=\"cost against throttling\">.*?</svg>").Value;
        var names = NameText().Matches(chart).Select(Box).ToList();

        Assert.Equal(ComparedPolicies.Names.Count, names.Count);
        Assert.All(names, box => Assert.True(box.Left >= 0 && box.Right <= width, $"{box} of {width}"));
        for (var one = 0; one < names.Count; one++)
            for (var other = one + 1; other < names.Count; other++)
                Assert.True(AreApart(names[one], names[other]), $"{names[one]} lies over {names[other]}");
    }

    [Theory]
    [InlineData(1, "wide", " h")]
    [InlineData(1, "narrow", " h")]
    [InlineData(30, "wide", "day ")]
    [InlineData(30, "narrow", "day ")]
    public void Times_stand_apart(int days, string frame, string unit)
    {
        var report = Reports.GetOrAdd(
            days, _ => new(() => HtmlReport.Write([Comparison.Run(Days(days), ["lean"], new ReplayProfile())], Head))).Value;
        var chart = Regex.Match(report, $"<svg class=\"{frame}\"[^>]*over time\">.*?</svg>").Value;

        var times = TimeText().Matches(chart).Select(Box).OrderBy(box => box.Left).ToList();

        Assert.True(times.Count > 2);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(AreApart(pair.First, pair.Second), $"{pair.First} lies over {pair.Second}"));
        Assert.Contains(unit, TimeText().Match(chart).Groups["text"].Value + " ", StringComparison.Ordinal);
    }

    private static (double Left, double Top, double Right, double Bottom) Box(Match text)
    {
        var (x, y) = (double.Parse(text.Groups["x"].Value, CultureInfo.InvariantCulture), double.Parse(text.Groups["y"].Value, CultureInfo.InvariantCulture));
        // Rounded, so that one that ends where the other begins is beside it.
        return (x, y - 9, Math.Round(x + ChartFrame.WidthOf(text.Groups["text"].Value), 6), y + 2);
    }

    private static bool AreApart((double Left, double Top, double Right, double Bottom) one, (double Left, double Top, double Right, double Bottom) other) =>
        one.Right <= other.Left || other.Right <= one.Left || one.Bottom <= other.Top || other.Bottom <= one.Top;

    private static Trace Days(int days) => new("days and nights", [.. Enumerable.Range(0, days * 1_440).Select(minute =>
        new TraceMinute(60_000 * (minute / 60 % 24 is >= 8 and < 20 ? 4 : 1), 1))]);

    [GeneratedRegex("<p class=\"conclusion\">(?<text>.*?)</p>")]
    private static partial Regex ConclusionText();

    [GeneratedRegex("<text class=\"name\" x=\"(?<x>[^\"]+)\" y=\"(?<y>[^\"]+)\">(?<text>[^<]+)</text>")]
    private static partial Regex NameText();

    [GeneratedRegex("<text class=\"time\" x=\"(?<x>[^\"]+)\" y=\"(?<y>[^\"]+)\">(?<text>[^<]+)</text>")]
    private static partial Regex TimeText();
}
