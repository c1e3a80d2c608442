using System.Net.Sockets;
using System.Text.Json;

namespace Shardwise.Cli.Tests.Local;

[Collection(LocalRun.OneAtATime)]
public sealed class PipelineRunTests
{
    [Fact]
    public async Task An_app_is_synthesized_and_run_and_driven_from_another_terminal()
    {
        using var app = new AppFolder(more: """,  "Odd":{"Type":"AWS::Batch::JobQueue"} """);
        await using var run = new LocalRun("--app", app.Folder, "--port", "0");
        await run.StartedAsync();

        Assert.Equal("Synthesizing: mkdir -p $CDK_OUTDIR && cp -r ready/. $CDK_OUTDIR", run.Lines[0]);
        Assert.Contains("  stream    clicks: 1 open shard", run.Lines);
        Assert.Contains("Not as at AWS: AWS::Batch::JobQueue Odd: nothing here runs this type", run.Lines);
        app.Write("r.ndjson", "{\"k\":\"a\"}\n{\"k\":\"b\"}\n");
        Assert.Equal(("2 records put into clicks", "", 0), await run.AskAsync("put", "Clicks", app.At("r.ndjson"), "--key", "k"));
        Assert.Matches("""^[0-9:.]{12} Etl [0-9a-f]{8} took \{"k":"b"\}$""", await run.UntilAsync(line => line.EndsWith("took {\"k\":\"b\"}", StringComparison.Ordinal)));

        var (records, _, _) = await run.AskAsync("get", "clicks", "--key", "b");
        using (var record = JsonDocument.Parse(records))
        {
            Assert.Equal(("b", """{"k":"b"}"""), (record.RootElement.GetProperty("partitionKey").GetString(), record.RootElement.GetProperty("text").GetString()));
        }

        Assert.Equal(("clicks goes from 1 to 2 shards", "", 0), await run.AskAsync("scale", "clicks", "2"));
        Assert.Equal(("clicks refuses 25 % of the records; --off ends it", "", 0), await run.AskAsync("throttle", "clicks", "--share", "0.25"));
        Assert.Equal(("2 faults taken back", "", 0), await run.AskAsync("throttle", "clicks", "--off"));
        Assert.Matches("^1 process of Orders-EtlABCDEF01-[A-Z2-7]{12} killed$", (await run.AskAsync("kill", "Etl")).Output);
        await run.UntilAsync(line => line.EndsWith("its process ended with exit code 137; started again", StringComparison.Ordinal));
        Assert.Matches("^it is 20[0-9-]{8} [0-9:]{8}Z$", (await run.AskAsync("advance", "2h")).Output);

        Assert.Equal(("shardwise: stopped; nothing is left running", ExitCode.Interrupted), await run.StopAsync());
    }

    [Fact]
    public async Task Where_everything_is_is_said_at_the_start_and_what_functions_failed_with_at_the_end()
    {
        using var app = new AppFolder(more: """,  "Lake":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"orders-lake"}} """);
        var logs = app.At("functions.log");
        await using var run = new LocalRun("--app", app.Assembly, "--port", "0", "--logs", logs);
        await run.StartedAsync();
        Assert.Contains("  bucket    orders-lake", run.Lines);
        Assert.Contains($"  logs      {logs}", run.Lines);
        var data = Assert.Single(run.Lines, line => line.StartsWith("  data      ", StringComparison.Ordinal));
        Assert.EndsWith(", removed at the end (--data DIR keeps it)", data, StringComparison.Ordinal);
        var folder = data.Split(',')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Assert.True(Directory.Exists(folder));

        app.Write("r.ndjson", "poison\n");
        await run.AskAsync("put", "clicks", app.At("r.ndjson"));
        // The second time, so that the first has been counted.
        while ((await File.ReadAllTextAsync(logs)).Split("failed after ").Length < 3)
        {
            await Task.Delay(20);
        }

        await run.StopAsync();

        Assert.Matches("^Etl: [0-9]+ of [0-9]+ calls failed; the last error: InvalidOperationException: cannot take poison$", await run.UntilAsync(line => line.StartsWith("Etl: ", StringComparison.Ordinal)));
        Assert.DoesNotContain(run.Lines, line => line.Contains("failed after ", StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_control_command_that_cannot_be_is_one_clear_line()
    {
        using var app = new AppFolder();
        await using var run = new LocalRun("--app", app.Assembly, "--port", "0");
        await run.StartedAsync();
        app.Write("r.ndjson", "{}\n");

        Assert.Equal("shardwise: there is no stream 'nope'; there are clicks", (await run.AskAsync("get", "nope")).Error);
        Assert.Equal("shardwise: No function 'Nope' runs; there are Etl.", (await run.AskAsync("kill", "Nope")).Error);
        Assert.Equal("shardwise: by is 'soon'; a number and s, m, h or d is needed, as in 2h, up to 3650d", (await run.AskAsync("advance", "soon")).Error);
        Assert.Equal("shardwise: shards is '0'; it must be from 1 to 100000", (await run.AskAsync("scale", "clicks", "0")).Error);
        Assert.Equal("shardwise: share is '2'; above 0 and at most 1 is allowed", (await run.AskAsync("throttle", "clicks", "--share", "2")).Error);
        Assert.Equal("shardwise: from is 'then'; allowed are TRIM_HORIZON, LATEST and a time", (await run.AskAsync("get", "clicks", "--from", "then")).Error);
        Assert.Equal(
            "shardwise: line 1 has no member 'k' with a text or a number of 1 to 256 characters, which is to be its partition key",
            (await run.AskAsync("put", "clicks", app.At("r.ndjson"), "--key", "k")).Error);
        Assert.Equal(ExitCode.BadInput, (await run.AskAsync("get", "nope")).ExitCode);
    }

    [Fact]
    public async Task Browsers_are_answered_only_where_their_page_is_from_here_and_hear_what_happens()
    {
        using var app = new AppFolder();
        await using var run = new LocalRun("--app", app.Assembly, "--port", "0");
        await run.StartedAsync();
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        Assert.Equal((403, "{\"error\":\"the host 'evil.example' is not this machine; 127.0.0.1 and localhost are\"}"), await AskAsync("Host", "evil.example"));
        Assert.Equal((403, "{\"error\":\"a page from 'http://evil.example' may not ask here\"}"), await AskAsync("Origin", "http://evil.example"));
        Assert.Equal((403, "{\"error\":\"a page from 'http://127.0.0.1:1' may not ask here\"}"), await AskAsync("Origin", "http://127.0.0.1:1"));
        Assert.Equal(200, (await AskAsync("Origin", run.Endpoint)).Status);

        using var events = new StreamReader(await http.GetStreamAsync(new Uri($"{run.Endpoint}/_shardwise/events"), patience.Token));
        Assert.StartsWith(": ", await events.ReadLineAsync(patience.Token), StringComparison.Ordinal);
        app.Write("r.ndjson", "one\n");
        await run.AskAsync("put", "clicks", app.At("r.ndjson"));
        var kinds = new HashSet<string>();
        while (!kinds.IsSupersetOf(["event: log", "event: invocation", "event: state"]))
        {
            kinds.Add((await events.ReadLineAsync(patience.Token))!);
        }

        async Task<(int Status, string Body)> AskAsync(string header, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{run.Endpoint}/_shardwise/state");
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await http.SendAsync(request, patience.Token);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(patience.Token));
        }
    }

    [Fact]
    public async Task A_function_whose_published_files_change_runs_the_new_ones_from_the_next_event_on()
    {
        using var app = new AppFolder();
        Directory.CreateDirectory(app.At("code"));
        app.Write("code/index.mjs", "export const handle = async event => { console.log(`old ${event.Records.length}`); };");
        app.Write("ready/assets.json", File.ReadAllText(app.At("ready/assets.json")).Replace(AppFolder.TestFunctions, app.At("code"), StringComparison.Ordinal));
        app.Write("ready/t.json", File.ReadAllText(app.At("ready/t.json")).Replace("dotnet10", "nodejs22.x", StringComparison.Ordinal)
            .Replace("Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Records::Whole", "index.handle", StringComparison.Ordinal));
        app.Write("r.ndjson", "one\n");
        await using var run = new LocalRun("--app", app.Assembly, "--port", "0", "--watch");
        await run.StartedAsync();
        await run.AskAsync("put", "clicks", app.At("r.ndjson"));
        await run.UntilAsync(line => line.EndsWith(" old 1", StringComparison.Ordinal));

        app.Write("code/index.mjs", "export const handle = async event => { console.log(`newer ${event.Records.length}`); };");
        await run.UntilAsync(line => line.EndsWith("its code has changed; started again", StringComparison.Ordinal));
        await run.AskAsync("put", "clicks", app.At("r.ndjson"));

        await run.UntilAsync(line => line.EndsWith(" newer 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_kept_goes_on_where_it_ended_and_what_was_taken_does_not_come_again()
    {
        using var app = new AppFolder();
        string data = app.At("data");
        app.Write("1.ndjson", "one\n");
        app.Write("2.ndjson", "two\n");
        await using (var first = new LocalRun("--app", app.Assembly, "--port", "0", "--data", data))
        {
            await first.StartedAsync();
            await first.AskAsync("put", "clicks", app.At("1.ndjson"));
            await first.UntilAsync(line => line.EndsWith("took one", StringComparison.Ordinal));
            await first.AskAsync("advance", "1d");
        }

        await using var second = new LocalRun("--app", app.Assembly, "--port", "0", "--data", data);
        await second.StartedAsync();
        await second.AskAsync("put", "clicks", app.At("2.ndjson"));
        await second.UntilAsync(line => line.EndsWith("took two", StringComparison.Ordinal));

        Assert.DoesNotContain(second.Lines, line => line.EndsWith("took one", StringComparison.Ordinal));
        var (records, _, _) = await second.AskAsync("get", "clicks", "--from", "TRIM_HORIZON");
        using var newest = JsonDocument.Parse(records.Split('\n')[^1]);
        Assert.InRange(newest.RootElement.GetProperty("arrivedAt").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddHours(23), DateTimeOffset.UtcNow.AddHours(25));
    }

    [Fact]
    public async Task Explain_tells_what_becomes_of_every_resource_and_starts_nothing()
    {
        using var app = new AppFolder(more: """,  "Odd":{"Type":"AWS::Batch::JobQueue"},"Role":{"Type":"AWS::IAM::Role"} """);
        using var output = new StringWriter();

        int exitCode = await CommandLine.RunAsync(["local", "--app", app.Assembly, "--explain"], TextWriter.Null, CancellationToken.None, output);

        Assert.Equal(0, exitCode);
        Assert.Contains("Runs:\n  AWS::Kinesis::Stream Orders/Clicks12345678: a stream of the local Kinesis\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Passed over:\n  AWS::IAM::Role Orders/Role: ", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("Not run:\n  AWS::Batch::JobQueue Orders/Odd: nothing here runs this type\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_cannot_be_run_is_one_line_and_leaves_nothing()
    {
        using var app = new AppFolder();
        using var broken = new AppFolder("BrokenStart::Handle");
        using var empty = new TemporaryFolder();
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        string taken = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] before = Leftovers();

        await RefusedAsync(ExitCode.BadInput, "--app is 'nowhere', which is not there; a cloud assembly (cdk.out), a CDK app's folder, or a command is needed", "--app", "nowhere");
        await RefusedAsync(ExitCode.BadInput, $"'{empty.Path}' is neither a cloud assembly (it has no manifest.json) nor a CDK app (it has no cdk.json)", "--app", empty.Path);
        await RefusedAsync(ExitCode.BadInput, "--stack needs a CDK app", "--stack", "Orders");
        await RefusedAsync(ExitCode.BadInput, "--streams runs a Kinesis alone: it goes without --app", "--streams", "a", "--app", app.Assembly);
        await RefusedAsync(ExitCode.BadInput, "--speed is 0; it must be from 1 to 3600.", "--app", app.Assembly, "--speed", "0");
        await RefusedAsync(ExitCode.BadInput, "--parameter is \"x\"; NAME=VALUE is needed", "--app", app.Assembly, "--parameter", "x");
        await RefusedAsync(ExitCode.Failure, $"cloud assembly: '{app.Assembly}' holds 'Orders', not 'Other'", "--app", app.Assembly, "--stack", "Other");
        await RefusedAsync(ExitCode.Failure, $"Port {taken} on 127.0.0.1 is in use: choose another, or 0 for a free one.", "--app", app.Assembly, "--port", taken);
        await RefusedAsync(ExitCode.Failure, $"The data folder '{app.At("cdk.json")}' cannot be used: ", "--app", app.Assembly, "--port", "0", "--data", app.At("cdk.json"));
        await RefusedAsync(ExitCode.Failure, "function EtlABCDEF01: it cannot be initialized: InvalidOperationException: SETTING is not set", "--app", broken.Assembly, "--port", "0");
        app.Write("cdk.json", """{"app":"echo no such thing; exit 3"}""");
        await RefusedAsync(ExitCode.BadInput, $"\"echo no such thing; exit 3\" in '{app.Folder}' failed with exit code 3; what it wrote is above", "--app", app.Folder);
        app.Write("cdk.json", """{"app":"true"}""");
        await RefusedAsync(ExitCode.BadInput, $"\"true\" ended well and wrote no cloud assembly to '{app.At("cdk.out")}'", "--app", app.Folder);
        app.Write("cdk.json", "{");
        await RefusedAsync(ExitCode.BadInput, $"'{app.At("cdk.json")}' is not JSON (line 1)", "--app", app.Folder);

        Assert.Equal(before, Leftovers());
        Assert.False(Directory.Exists(app.At("cdk.out")));
    }

    private static string[] Leftovers() => [.. Directory.GetDirectories(Path.GetTempPath(), $"shardwise-local-{Environment.ProcessId}-*").Order()];

    private static async Task RefusedAsync(int exitCode, string message, params string[] arguments)
    {
        using var error = new StringWriter();
        int ended = await CommandLine.RunAsync(["local", .. arguments], error, CancellationToken.None, TextWriter.Null).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.StartsWith($"shardwise: {message}", error.ToString().Trim().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal(exitCode, ended);
    }
}
