using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Shardwise.Local;

/// <summary>The emulator: a Node process of ours that lives no longer than we do.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private const string ListeningMark = "SHARDWISE_LISTENING ";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();
    private readonly TaskCompletionSource<int> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;

    private EmulatorProcess(Process process) => _process = process;

    public Uri Endpoint { get; private set; } = null!;

    /// <summary>Completes when the process has ended without being told to.</summary>
    public Task<string> Died => _died.Task;

    public int ProcessId { get; private set; }

    public static async Task<EmulatorProcess> StartAsync(LocalServicesOptions options, CancellationToken cancellationToken)
    {
        var emulator = new EmulatorProcess(new Process { StartInfo = StartInfo(options), EnableRaisingEvents = true });
        try
        {
            emulator.Launch();
            var port = await emulator._listening.Task.WaitAsync(StartTimeout, cancellationToken).ConfigureAwait(false);
            emulator.Endpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
            return emulator;
        }
        catch (TimeoutException exception)
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw new LocalServicesException($"The Kinesis emulator did not start within {StartTimeout.TotalSeconds:0} seconds.{emulator.Said()}", exception);
        }
        catch
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        if (ProcessId != 0 && !_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(LocalServicesOptions options)
    {
        var folder = Path.GetFullPath(Path.Combine(options.NodeModules, "kinesis-local"));
        var main = Path.Combine(folder, "main.js");
        if (!File.Exists(main))
        {
            throw new LocalServicesException($"The Kinesis emulator is missing: there is no kinesis-local in '{options.NodeModules}'. Run 'npm ci' first.");
        }

        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetFullPath(options.DataDirectory),
        };
        start.ArgumentList.Add("--require");
        start.ArgumentList.Add(WritePreload(options.DataDirectory));
        // More than half of the emulator's time is young-generation garbage at Node's own 16 MiB; a large one doubles its throughput.
        start.ArgumentList.Add("--min-semi-space-size=256");
        start.ArgumentList.Add("--max-semi-space-size=256");
        start.ArgumentList.Add("--max-old-space-size=8192");
        start.ArgumentList.Add(main);
        SetEnvironment(start, options, folder);
        return start;
    }

    private static void SetEnvironment(ProcessStartInfo start, LocalServicesOptions options, string folder)
    {
        start.Environment.Remove("NODE_OPTIONS");
        foreach (var operation in (string[])["CREATE_STREAM", "DELETE_STREAM", "UPDATE_SHARD_COUNT", "SPLIT_SHARD", "MERGE_SHARDS", "UPDATE_STREAM_MODE",
            "REGISTER_STREAM_CONSUMER", "DEREGISTER_STREAM_CONSUMER", "START_STREAM_ENCRYPTION", "STOP_STREAM_ENCRYPTION"])
        {
            start.Environment[operation + "_DURATION"] = "0s";
        }

        start.Environment["KINESIS_MOCK_PLAIN_PORT"] = "4568";
        start.Environment["KINESIS_MOCK_TLS_PORT"] = "4567";
        start.Environment["KINESIS_MOCK_CERT_PATH"] = Path.Combine(folder, "server.json");
        start.Environment["SHARD_LIMIT"] = "1000000";
        start.Environment["ON_DEMAND_STREAM_COUNT_LIMIT"] = "1000";
        start.Environment["LOG_LEVEL"] = "ERROR";
        start.Environment["ROOT_LOG_LEVEL"] = "ERROR";
        start.Environment["SHOULD_PERSIST_DATA"] = "false";
        start.Environment["LOAD_DATA_IF_EXISTS"] = "false";
        start.Environment["AWS_ACCOUNT_ID"] = options.AccountId;
        start.Environment["AWS_REGION"] = options.Region;
        start.Environment.Remove("INITIALIZE_STREAMS");
    }

    private static string WritePreload(string directory)
    {
        var path = Path.GetFullPath(Path.Combine(directory, "emulator-preload.cjs"));
        using var resource = typeof(EmulatorProcess).Assembly.GetManifestResourceStream("emulator-preload.cjs")!;
        using var file = File.Create(path);
        resource.CopyTo(file);
        return path;
    }

    private void Launch()
    {
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => OnExited();
        try
        {
            _process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new LocalServicesException("Node.js was not found: install Node.js 20 or newer and put 'node' on the PATH.", exception);
        }

        ProcessId = _process.Id;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.StartsWith(ListeningMark, StringComparison.Ordinal) && int.TryParse(line.AsSpan(ListeningMark.Length), CultureInfo.InvariantCulture, out var port))
        {
            _listening.TrySetResult(port);
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > 5)
            {
                _lastLines.Dequeue();
            }
        }
    }

    private void OnExited()
    {
        if (_stopping)
        {
            return;
        }

        var reason = $"The Kinesis emulator ended by itself with exit code {_process.ExitCode}.{Said()}";
        _listening.TrySetException(new LocalServicesException(reason));
        _died.TrySetResult(reason);
    }

    private string Said()
    {
        lock (_lastLines)
        {
            return _lastLines.Count == 0 ? "" : " It said: " + string.Join(" | ", _lastLines);
        }
    }
}
