using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Shardwise.Cli.Tests.Local;

[Collection(LocalRun.OneAtATime)]
public sealed class PlainAppTests
{
    private const int BatchSize = 100;

    // A shard has as many batches under way as its mapping's ParallelizationFactor says.
    private const int MostUnderWay = 2 * 2 * BatchSize;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task An_app_of_CDKs_own_constructs_runs_unmodified()
    {
        using var app = new PlainApp();
        await using var run = new LocalRun("--app", app.Assembly, "--port", "0");
        await run.StartedAsync();

        await run.AskAsync("put", "Orders", app.Write("1", ["{\"id\":1,\"total\":5}", "{\"id\":2,\"total\":0}", "{\"id\":3}", "no JSON", "{\"id\":4,\"total\":1}"]));
        await SettledAsync(run.Endpoint);

        Assert.Equal(["{\"id\":1,\"total\":5}", "{\"id\":4,\"total\":1}"], app.Taken().Order());
        Assert.DoesNotContain(run.Lines, line => line.StartsWith("Not as at AWS: AWS::Lambda", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_function_killed_ten_times_at_random_under_load_loses_nothing_and_doubles_no_more_than_what_was_under_way()
    {
        // Each kill is a try of the batch that was under way: none is given up here.
        using var app = new PlainApp(retries: -1);
        await using var run = new LocalRun("--app", app.Assembly, "--port", "0");
        await run.StartedAsync();
        var random = new Random(16);
        var orders = Enumerable.Range(0, 20_000).Select(Order).ToList();

        var putting = run.AskAsync("put", "Orders", app.Write("all", orders));
        for (int kill = 0; kill < 10; kill++)
        {
            await Task.Delay(random.Next(50, 400));
            Assert.Equal(0, (await run.AskAsync("kill", "Consumer")).ExitCode);
        }

        Assert.StartsWith("20000 records put into ", (await putting).Output, StringComparison.Ordinal);
        await SettledAsync(run.Endpoint);

        var taken = app.Taken();
        Assert.Equal(orders.Order(), taken.Distinct().Order());
        Assert.InRange(taken.Count, orders.Count, orders.Count + (10 * MostUnderWay));
    }

    [Fact]
    public async Task The_whole_process_killed_under_load_loses_nothing_that_was_acknowledged_and_doubles_no_more_than_what_was_under_way()
    {
        // Each kill is a try of the batch that was under way: none is given up here.
        using var app = new PlainApp(retries: -1);
        var acknowledged = new List<string>();
        using (var first = new KilledRun("--app", app.Assembly, "--port", "0", "--data", app.Data))
        {
            string endpoint = await first.EndpointAsync().WaitAsync(Patience);
            for (int chunk = 0; chunk < 20; chunk++)
            {
                var orders = Enumerable.Range(chunk * 500, 500).Select(Order).ToList();
                using var error = new StringWriter();
                int exitCode = await CommandLine.RunAsync(
                    ["local", "put", "Orders", app.Write($"chunk-{chunk}", orders), "--endpoint", endpoint], error, CancellationToken.None, TextWriter.Null);
                Assert.Equal("", error.ToString());
                Assert.Equal(0, exitCode);
                acknowledged.AddRange(orders);
            }

            // In the middle of handing over, where it is: the readers are paced, so that not all of it can have been taken.
            first.Kill();
        }

        int before = app.Taken().Count;
        await using var second = new LocalRun("--app", app.Assembly, "--port", "0", "--data", app.Data);
        await second.StartedAsync();
        await SettledAsync(second.Endpoint);

        var taken = app.Taken();
        Assert.Equal(acknowledged.Order(), taken.Distinct().Order());
        Assert.InRange(taken.Count, acknowledged.Count, acknowledged.Count + MostUnderWay);
        Assert.InRange(before, 0, taken.Count);
    }

    private static string Order(int number) => $$"""{"id":{{number}},"total":{{number + 1}}}""";

    /// <summary>Waits until the mapping has nothing left to hand over.</summary>
    private static async Task SettledAsync(string endpoint)
    {
        using var http = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            var state = await http.GetFromJsonAsync<JsonElement>($"{endpoint}/_shardwise/state");
            var stream = state.GetProperty("streams").EnumerateArray().Single();
            if (stream.GetProperty("acceptedRecords").GetInt64() > 0
                && state.GetProperty("mappings").EnumerateArray().All(mapping => mapping.GetProperty("isSettled").GetBoolean()))
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("the mapping did not come to the end of its stream");
    }
}
