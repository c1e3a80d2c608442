using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Shardwise.Benchmarks.Pipeline;

/// <summary>A <c>shardwise local</c> in a process of its own.</summary>
internal sealed class LocalCommand : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient http = new();
    private readonly Process process;

    private LocalCommand(Process process) => this.process = process;

    public Uri Endpoint { get; private set; } = null!;

    public string Stream { get; private set; } = "";

    /// <summary>Where it keeps what it does not keep for longer.</summary>
    public string Data => Directory.GetDirectories(Path.GetTempPath(), $"shardwise-local-{process.Id}-*").Single();

    public static async Task<LocalCommand> StartAsync(string command, string assembly)
    {
        // Limits are a real shard's of a simulated second: sixty times as fast they are no bound.
        string[] arguments = [command, "local", "--app", assembly, "--port", "0", "--speed", "60", "--plain"];
        var run = new LocalCommand(Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!);
        while (await run.process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Running at ", StringComparison.Ordinal))
                run.Endpoint = new Uri(line.Split(' ')[2]);
            if (line.StartsWith("  stream    ", StringComparison.Ordinal))
                run.Stream = line[12..line.IndexOf(':', StringComparison.Ordinal)];
            if (line.StartsWith("  export ", StringComparison.Ordinal))
            {
                // What is not read would make it wait.
                _ = run.process.StandardOutput.ReadToEndAsync();
                return run;
            }
        }

        throw new InvalidOperationException("shardwise local did not start");
    }

    /// <summary>Completes when the mapping has handed over all that the stream has taken.</summary>
    public async Task SettledAsync()
    {
        while (true)
        {
            var state = await http.GetFromJsonAsync<JsonElement>(new Uri(Endpoint, "/_shardwise/state"));
            if (state.GetProperty("mappings").EnumerateArray().All(mapping => mapping.GetProperty("isSettled").GetBoolean()))
                return;

            await Task.Delay(Look);
        }
    }

    /// <summary>What processor time it has spent, and each of the processes that it started.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Processors()
    {
        var times = new Dictionary<string, TimeSpan>(StringComparer.Ordinal) { ["shardwise local"] = Times(process), ["the writers"] = Process.GetCurrentProcess().TotalProcessorTime };
        // Each thread has the children that it started.
        foreach (string child in Directory.GetDirectories($"/proc/{process.Id}/task").SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            using var function = Process.GetProcessById(int.Parse(child, CultureInfo.InvariantCulture));
            times[NameOf(function.Id)] = Times(function);
        }

        return times;
    }

    public void Dispose()
    {
        using (Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
            process.WaitForExit();
        process.Dispose();
        http.Dispose();
    }

    private static string NameOf(int id) =>
        File.ReadAllText($"/proc/{id}/environ").Split('\0').FirstOrDefault(variable => variable.StartsWith("AWS_LAMBDA_FUNCTION_NAME=", StringComparison.Ordinal)) is { } named
            ? named.Split('=')[1]
            : $"process {id}";

    private static TimeSpan Times(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
