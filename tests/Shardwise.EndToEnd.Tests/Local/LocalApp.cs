using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Shardwise.Cli;

namespace Shardwise.EndToEnd.Tests.Local;

/// <summary>A CDK app's folder, and <c>shardwise local</c> on it in a process of its own.</summary>
internal sealed class LocalApp : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly CommandLineProcess _run;
    private readonly TemporaryFolder _files = new();
    private readonly HttpClient _http = new();

    /// <param name="folder">The app's folder, with its cdk.json.</param>
    /// <param name="options">More of the command's options.</param>
    public LocalApp(string folder, params string[] options) => _run = new CommandLineProcess(["local", "--app", folder, "--port", "0", "--plain", .. options]);

    public string Endpoint { get; private set; } = "";

    public string Output => _run.Output;

    public string Error => _run.Error;

    public IReadOnlyList<string> Lines => _run.Output.Split('\n');

    public async Task StartedAsync()
    {
        await _run.PrintedAsync("  export AWS_ENDPOINT_URL=");
        Endpoint = Lines.Single(line => line.StartsWith("Running at ", StringComparison.Ordinal)).Split(' ')[2];
    }

    public Task PrintedAsync(string text) => _run.PrintedAsync(text);

    /// <summary>Puts records, one a line, as from another terminal.</summary>
    public Task<string> PutAsync(string stream, params string[] records)
    {
        string file = Path.Combine(_files.Path, "records");
        File.WriteAllLines(file, records);
        return AskAsync("put", stream, file);
    }

    /// <summary>Runs a control command against it, and gives what it says.</summary>
    public async Task<string> AskAsync(params string[] arguments)
    {
        using var error = new StringWriter();
        using var output = new StringWriter();
        int exitCode = await CommandLine.RunAsync(["local", .. arguments, "--endpoint", Endpoint], error, CancellationToken.None, output).WaitAsync(Patience);
        Assert.Equal(("", 0), (error.ToString(), exitCode));
        return output.ToString().Trim();
    }

    public Task<JsonElement> StateAsync() => _http.GetFromJsonAsync<JsonElement>($"{Endpoint}/_shardwise/state");

    /// <summary>Completes when its one mapping has handed over all that its stream has taken, which is something.</summary>
    public async Task SettledAsync()
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience; await Task.Delay(100))
        {
            var mapping = (await StateAsync()).GetProperty("mappings").EnumerateArray().Single();
            if (mapping.GetProperty("delivered").GetInt64() > 0 && mapping.GetProperty("isSettled").GetBoolean())
            {
                return;
            }
        }

        Assert.Fail($"the mapping did not come to the end of its stream:\n{Output}");
    }

    /// <summary>Stops it as Ctrl-C does.</summary>
    public async Task<int> StopAsync()
    {
        _run.Interrupt();
        return await _run.ExitAsync();
    }

    public void Dispose()
    {
        _run.Dispose();
        _http.Dispose();
        _files.Dispose();
    }
}
