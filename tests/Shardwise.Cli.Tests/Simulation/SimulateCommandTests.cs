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
        var root = JsonDocument.Parse(Run(new SimulateSettings { Traces = [Csv()], Policy = "balanced", Json = true })).RootElement;

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
        var policy = Assert.Throws<InputException>(() => Run(new SimulateSettings { Traces = [Csv()], Policy = "best" }));
        Assert.Equal($"--policy is \"best\"; all, {string.Join(", ", ComparedPolicies.Names)} are allowed", policy.Message);
        var scale = Assert.Throws<InputException>(() => Run(new SimulateSettings { Traces = [Csv()], Scale = 0 }));
        Assert.Equal("--scale is 0; more than 0 is needed", scale.Message);
    }

    private string Csv()
    {
        var path = Path.Combine(_folder.Path, "trace.csv");
        File.WriteAllLines(path, ["minute,records,bytes", .. Enumerable.Range(0, 200).Select(minute => $"{minute},{60_000 * (minute < 100 ? 2 : 6)},1")]);
        return path;
    }

    private static string Run(SimulateSettings settings)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
        Assert.Equal(ExitCode.Success, SimulateCommand.Run(settings, console, TextWriter.Null, CancellationToken.None));
        return writer.ToString();
    }
}
