using System.Diagnostics;

namespace Shardwise.Local.Functions;

/// <summary>
/// One incarnation of a function's process. Its standard input stays open as long as we live; when it closes, the host ends, however we ended.
/// </summary>
internal sealed class FunctionProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task _output;
    private readonly Task _error;

    private FunctionProcess(Process process, Action<FunctionLogSource, string> line)
    {
        _process = process;
        _output = ReadAsync(process.StandardOutput, text => line(FunctionLogSource.Output, text));
        _error = ReadAsync(process.StandardError, text => line(FunctionLogSource.Error, text));
    }

    public int Id => _process.Id;

    public static FunctionProcess Start(
        FunctionCommand command, string workingDirectory, IReadOnlyDictionary<string, string> environment, Action<FunctionLogSource, string> line)
    {
        var start = new ProcessStartInfo(command.Executable)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in command.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{command.Executable}' does not start");
        return new FunctionProcess(process, line);
    }

    /// <summary>Completes with the exit code when the process is gone and what it wrote has been read.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        // A grandchild may hold the pipes open; its lines are not waited for.
        await Task.WhenAny(Task.WhenAll(_output, _error), Task.Delay(TimeSpan.FromSeconds(1)));
        return _process.ExitCode;
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
        }
    }

    public void Dispose() => _process.Dispose();

    private static async Task ReadAsync(StreamReader reader, Action<string> line)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } text)
            {
                line(text);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
        }
    }
}
