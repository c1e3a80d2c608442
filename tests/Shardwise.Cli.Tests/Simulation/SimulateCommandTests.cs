using System.Text.Json;
using Shardwise.Cli.Simulation;
using Shardwise.Scaling.Replay;
using Spectre.Console;

namespace Shardwise.Cli.Tests.Simulation;

public sealed class SimulateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_has_the_names_of_the_model()
    {
        var root = JsonDocument.Parse(Run(new SimulateSettings { Traces = [Csv()], Policies = ["balanced"], Json = true })).RootElement;

        Assert.Equal(
            ["trace", "minutes", "clairvoyant_shard_hours", "clairvoyant_free_shard_hours", "policies", "on_demand_standard_usd", "on_demand_advantage_usd"],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ["policy", "shard_hours", "x_clairvoyant", "throttled_fraction", "throttled_minutes", "operations", "refused", "splits_merges", "splits_merges_a_day", "cost_usd"],
            root.GetProperty("policies")[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(200, root.GetProperty("minutes").GetInt32());
    }

    [Fact]
    public void All_policies_are_compared_in_the_table_and_the_report()
    {
        var report = Path.Combine(_folder.Path, "report.html");
        var table = Run(new SimulateSettings { Traces = [Csv()], Html = report });

        Assert.All(ComparedPolicies.Names, name => Assert.Contains(name, table, StringComparison.Ordinal));
        var html = File.ReadAllText(report);
        Assert.All(ComparedPolicies.Names, name => Assert.Contains($"<h3>{name}</h3>", html, StringComparison.Ordinal));
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_export_is_read_as_a_trace()
    {
        var path = Path.Combine(_folder.Path, "metrics.json");
        File.WriteAllText(path, """
            {"MetricDataResults":[
              {"Id":"m1","Label":"IncomingBytes","Timestamps":["2026-11-20T10:02:00Z","2026-11-20T10:00:00Z"],"Values":[700,1400]},
              {"Id":"m4","Label":"IncomingBytes","Timestamps":["2026-11-20T10:03:00Z"],"Values":[700]},
              {"Id":"m2","Label":"IncomingRecords","Timestamps":["2026-11-20T10:00:00Z","2026-11-20T10:02:00Z"],"Values":[2,1]},
              {"Id":"m3","Label":"WriteProvisionedThroughputExceeded","Timestamps":["2026-11-20T10:00:00Z"],"Values":[4]}]}
            """);

        Assert.Equal([new TraceMinute(3, 2_100), TraceMinute.Unknown, new TraceMinute(1, 700)], Cli.Traces.TraceReader.Read(path).Minutes);
    }

    [Fact]
    public void A_file_that_is_no_metric_export_is_refused()
    {
        var path = Path.Combine(_folder.Path, "other.json");
        File.WriteAllText(path, "{}");

        var error = Assert.Throws<InputException>(() => Cli.Traces.TraceReader.Read(path));
        Assert.Equal($"{path} is not the JSON of get-metric-data: MetricDataResults with Label, Timestamps and Values is needed", error.Message);
    }

    [Fact]
    public void An_unknown_policy_and_a_scale_of_nothing_are_refused()
    {
        var policy = Assert.Throws<InputException>(() => Run(new SimulateSettings { Traces = [Csv()], Policies = ["lean", "best"] }));
        Assert.Equal($"--policy is \"best\"; all, {string.Join(", ", ComparedPolicies.Names)} are allowed", policy.Message);
        var scale = Assert.Throws<InputException>(() => Run(new SimulateSettings { Traces = [Csv()], Scale = 0 }));
        Assert.Equal("--scale is 0; more than 0 is needed", scale.Message);
    }

    [Fact]
    public async Task Policies_may_be_named_several_times()
    {
        using var output = new StringWriter();

        Assert.Equal(0, await CommandLine.RunAsync(["simulate", Csv(), "--policy", "safe", "--policy", "lean", "--json"], TextWriter.Null, CancellationToken.None, output));

        using var json = JsonDocument.Parse(output.ToString());
        Assert.Equal(["lean", "safe"], json.RootElement.GetProperty("policies").EnumerateArray().Select(policy => policy.GetProperty("policy").GetString()));
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_refused_before_any_trace_is_read_and_leaves_nothing()
    {
        var report = Path.Combine(_folder.Path, "nowhere", "report.html");
        var refused = Assert.Throws<InputException>(() => Run(new SimulateSettings { Traces = ["missing.csv"], Html = report }));
        Assert.Equal($"--html is {report}, which cannot be written (does its folder exist?)", refused.Message);

        report = Path.Combine(_folder.Path, "report.html");
        Assert.Throws<InputException>(() => Run(new SimulateSettings { Traces = ["missing.csv"], Html = report }));
        Assert.False(File.Exists(report));
        File.WriteAllText(report, "of yesterday");
        Assert.Throws<InputException>(() => Run(new SimulateSettings { Traces = ["missing.csv"], Html = report }));
        Assert.Equal("of yesterday", File.ReadAllText(report));
    }

    [Fact]
    public void A_hyphen_writes_the_report_to_standard_output_and_nothing_else()
    {
        var written = Run(new SimulateSettings { Traces = [Csv()], Policies = ["lean"], Html = "-" });

        Assert.StartsWith("<!doctype html>", written, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", written, StringComparison.Ordinal);
        var both = Assert.Throws<InputException>(() => Run(new SimulateSettings { Traces = [Csv()], Json = true, Html = "-" }));
        Assert.Equal("--html is -, which goes without --json: standard output takes one of them", both.Message);
    }

    [Theory]
    [InlineData("minute,records,bytes\n0,60000,1\n1,60000,1\n2,60000,1\n")]
    [InlineData("""  {"MetricDataResults":[{"Id":"m1","Label":"IncomingBytes","Timestamps":["2026-11-20T10:00:00Z","2026-11-20T10:01:00Z","2026-11-20T10:02:00Z"],"Values":[1,1,1]},{"Id":"m2","Label":"IncomingRecords","Timestamps":["2026-11-20T10:00:00Z","2026-11-20T10:01:00Z","2026-11-20T10:02:00Z"],"Values":[1,1,1]}]}""")]
    public async Task A_hyphen_reads_a_trace_from_standard_input_and_tells_its_form(string trace)
    {
        foreach (var packed in (bool[])[false, true])
        {
            var input = _folder.Write("input", packed ? Gzip.Pack(trace) : System.Text.Encoding.UTF8.GetBytes(trace));

            var (exitCode, output, error) = await BareProcess.RunAsync(_folder, "simulate - --policy lean --json", input);

            Assert.Equal(("", 0), (error, exitCode));
            using var json = JsonDocument.Parse(output);
            Assert.Equal(("standard input", 3), (json.RootElement.GetProperty("trace").GetString(), json.RootElement.GetProperty("minutes").GetInt32()));
        }
    }

    [Fact]
    public void Long_replays_say_how_far_they_are_each_five_seconds_where_no_bar_is_seen()
    {
        using var error = new StringWriter();
        var clock = new ManualClock();
        var lines = new ReplayProgress.Lines("day.csv", error, clock);

        foreach (var share in (double[])[0.1, 0.2, 0.3, 0.4])
        {
            clock.Advance(TimeSpan.FromSeconds(3));
            lines.Report(share);
        }

        Assert.Equal("day.csv: 20 % replayed\nday.csv: 40 % replayed\n", error.ToString().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(160, "")]
    [InlineData(80, "")]
    [InlineData(60, "(not shown for the terminal's width: minutes, refused, splits)")]
    [InlineData(40, "(not shown for the terminal's width: shard-h, x, minutes, refused, splits)")]
    public void A_narrow_terminal_drops_columns_and_breaks_no_word(int width, string said)
    {
        var table = Run(new SimulateSettings { Traces = [Csv()] }, width).Split('\n').TakeWhile(line => !line.StartsWith("x: ", StringComparison.Ordinal)).ToList();

        Assert.All(table.Where(line => line != said), line => Assert.InRange(line.TrimEnd().Length, 0, width));
        Assert.Equal(said.Length > 0, table.Remove(said));
        // A line a policy, and no more: nothing is broken.
        Assert.All(ComparedPolicies.Names, name => Assert.Single(table, line => line.TrimStart().StartsWith(name + " ", StringComparison.Ordinal)));
        Assert.Equal(ComparedPolicies.Names.Count, table.Count(line => line.Contains(" %", StringComparison.Ordinal)));
    }

    private string Csv()
    {
        var path = Path.Combine(_folder.Path, "trace.csv");
        File.WriteAllLines(path, ["minute,records,bytes", .. Enumerable.Range(0, 200).Select(minute => $"{minute},{60_000 * (minute < 100 ? 2 : 6)},1")]);
        return path;
    }

    private static string Run(SimulateSettings settings, int width = 160)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        Assert.Equal(ExitCode.Success, SimulateCommand.Run(settings, console, TextWriter.Null, CancellationToken.None));
        return writer.ToString();
    }
}
