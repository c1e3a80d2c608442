using System.Globalization;
using System.Text.Json;
using Shardwise.Cli.Planning;
using Shardwise.Cli.Traces;
using Shardwise.Scaling;
using Spectre.Console;
using Xunit.Abstractions;

namespace Shardwise.Cli.Tests.Traces;

/// <summary>The same traffic, exported from CloudWatch by sums over a minute, five, and an hour.</summary>
public sealed class ExportPeriodTests(ITestOutputHelper output) : IDisposable
{
    private const int Hours = 60;
    private const string Header = "time,records,bytes\n";

    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_traffic_gives_the_same_headline_and_advice_however_it_was_summed_up(bool asCsv)
    {
        var plans = new List<JsonElement>();
        foreach (var period in (int[])[60, 300, 900, 3_600])
        {
            var path = _folder.Write($"traffic.{(asCsv ? "csv" : "json")}", asCsv ? Csv(period) : Export(period));
            using var writer = new StringWriter();
            using var error = new StringWriter();
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
            await PlanCommand.RunAsync(new PlanSettings { Trace = path, Shards = 4, Json = true }, console, error, CancellationToken.None);
            plans.Add(JsonDocument.Parse(writer.ToString()).RootElement);
            output.WriteLine($"by {period} s: {plans[^1].GetProperty("peak_shards").GetDouble():0.00} shards, {plans[^1].GetProperty("advice")[0]}");
            Assert.Equal(
                period == 60 ? "" : $"{path} has sums of {period / 60} minutes, as its times tell: each is spread evenly over its minutes, so that the peaks within are not seen{Environment.NewLine}",
                // Beside it a busy machine says how far it is.
                string.Concat(error.ToString().Split(Environment.NewLine).Where(line => line.Length > 0 && !line.EndsWith(" % replayed", StringComparison.Ordinal))
                    .Select(line => line + Environment.NewLine)));
        }

        Assert.All(plans, plan =>
        {
            Assert.Equal(2.9, plan.GetProperty("peak_shards").GetDouble(), 1e-6);
            Assert.Equal(Hours * 60, plan.GetProperty("minutes").GetInt32());
            Assert.Equal(
                plans[0].GetProperty("advice").EnumerateArray().Select(sentence => sentence.GetString()), plan.GetProperty("advice").EnumerateArray().Select(sentence => sentence.GetString()));
            Assert.Equal(plans[0].GetProperty("csharp").GetString(), plan.GetProperty("csharp").GetString());
        });
    }

    [Theory]
    [InlineData("\"StatusCode\":\"PartialData\",", "", "{0} has IncomingBytes with StatusCode PartialData: some of its values are missing, and their minutes count as unknown")]
    [InlineData("\"StatusCode\":\"Complete\",", ",\"NextToken\":\"abc\"", "{0} is one page of more: it has a NextToken, and what the other pages hold is missing here")]
    [InlineData("\"StatusCode\":\"Complete\",", ",\"NextToken\":\"\"", null)]
    [InlineData("\"StatusCode\":\"Complete\",", ",\"NextToken\":null", null)]
    [InlineData("", ",\"Messages\":[]", null)]
    public void An_export_that_is_not_whole_is_told_so(string status, string more, string? told)
    {
        var path = _folder.Write("e.json", $$"""
            {"MetricDataResults":[{{{status}}"Label":"IncomingBytes","Timestamps":[0,60,120],"Values":[1,1,1]},{"Label":"IncomingRecords","Timestamps":[0,60,120],"Values":[1,1,1]}]{{more}}}
            """);
        var lines = new List<string>();

        Assert.Equal(3, TraceReader.Read(path, tell: lines.Add).Minutes.Count);

        Assert.Equal(told is null ? [] : [string.Format(CultureInfo.InvariantCulture, told, path)], lines);
    }

    [Theory]
    [InlineData("\"StatusCode\":\"InternalError\",", "[0,60,120]", "[1,1,1]", " has IncomingBytes with StatusCode InternalError: CloudWatch did not tell it; ask again")]
    [InlineData("", "[0,60,120]", "[1,1]", " has 3 Timestamps and 2 Values of IncomingBytes; as many of each are needed")]
    [InlineData("", "[0,60,120]", "[1,-1,1]", " has -1 as a value of IncomingBytes; 0 or more is needed")]
    [InlineData("", "[0]", "[1]", " has 1 time only, which do not tell how long a period is: give it by --period SECONDS")]
    [InlineData("", "[null]", "[1]", " is not the JSON of get-metric-data: MetricDataResults with Label, Timestamps and Values is needed")]
    [InlineData("", "[\"today\"]", "[1]", " is not the JSON of get-metric-data: MetricDataResults with Label, Timestamps and Values is needed")]
    public void An_export_that_cannot_be_used_is_refused(string status, string times, string values, string problem)
    {
        var path = _folder.Write("e.json", $$"""{"MetricDataResults":[{{{status}}"Label":"IncomingBytes","Timestamps":{{times}},"Values":{{values}}},{"Label":"IncomingRecords","Timestamps":[0],"Values":[1]}]}""");

        Assert.Equal(path + problem, Assert.Throws<InputException>(() => TraceReader.Read(path)).Message);
    }

    [Theory]
    [InlineData(300, 60, "60 to 300")]
    [InlineData(3_600, 60, "60 to 3600")]
    [InlineData(3_600, 300, "300 to 3600")]
    public void An_export_of_several_periods_is_refused_and_never_read_by_one_of_them(int first, int then, string apart)
    {
        var path = _folder.Write(
            "mixed.csv",
            Csv(first, sums => sums.Where(sum => sum.Time < Start.AddHours(20))) + Csv(then, sums => sums.Where(sum => sum.Time >= Start.AddHours(20)))[Header.Length..]);

        var problem = Assert.Throws<InputException>(() => TraceReader.Read(path)).Message;

        Assert.Equal($"{path} has times that are {apart} s apart, which do not tell how long a period is: give it by --period SECONDS", problem);
    }

    [Fact]
    public void Times_that_are_nearer_than_the_period_given_are_refused()
    {
        var path = _folder.Write("e.csv", Csv(300));

        Assert.Equal(
            $"{path} has times that are 300 s apart, too near for sums over 3600 s as --period says",
            Assert.Throws<InputException>(() => TraceReader.Read(path, periodSeconds: 3_600)).Message);
        Assert.Equal(Hours * 60, TraceReader.Read(path, periodSeconds: 300).Minutes.Count);
    }

    // A level an hour, which every period of at most an hour keeps.
    private static IEnumerable<(DateTimeOffset Time, double Bytes)> Sums(int period) =>
        from i in Enumerable.Range(0, Hours * 3_600 / period)
        let hour = i * period / 3_600
        select (Start.AddSeconds(i * period), (hour % 24 == 9 ? 2.9 : 0.5) * ShardCapacity.BytesPerMinute * period / 60);

    private static string Csv(int period, Func<IEnumerable<(DateTimeOffset Time, double Bytes)>, IEnumerable<(DateTimeOffset Time, double Bytes)>>? some = null) =>
        Header + string.Concat((some ?? (sums => sums))(Sums(period)).Select(
            sum => FormattableString.Invariant($"{sum.Time:O},{100.0 * period / 60},{sum.Bytes}\n")));

    private static string Export(int period) => JsonSerializer.Serialize(new
    {
        MetricDataResults = new object[]
        {
            new { Id = "m1", Label = "IncomingBytes", Timestamps = Sums(period).Select(sum => sum.Time).Reverse(), Values = Sums(period).Select(sum => sum.Bytes).Reverse(), StatusCode = "Complete" },
            new { Id = "m2", Label = "IncomingRecords", Timestamps = Sums(period).Select(sum => sum.Time), Values = Sums(period).Select(_ => 100.0 * period / 60), StatusCode = "Complete" },
        },
    });
}
