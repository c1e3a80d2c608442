using System.Diagnostics;

namespace Shardwise.Cli.Tests.Local;

/// <summary>A run in a process of its own, which is killed.</summary>
internal sealed class KilledRun : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _endpoint = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public KilledRun(params string[] arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "local", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        _process.OutputDataReceived += (_, line) => _ = line.Data?.StartsWith("Running at ", StringComparison.Ordinal) == true && _endpoint.TrySetResult(line.Data.Split(' ')[2]);
        _process.ErrorDataReceived += (_, line) => _ = line.Data is not null && _endpoint.TrySetException(new InvalidOperationException(line.Data));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Task<string> EndpointAsync() => _endpoint.Task;

    /// <summary>Where it keeps what it does not keep for longer.</summary>
    public IReadOnlyList<string> TemporaryFolders { get; private set; } = [];

    public void Kill()
    {
        TemporaryFolders = Directory.GetDirectories(Path.GetTempPath(), FormattableString.Invariant($"shardwise-local-{_process.Id}-*"));
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
