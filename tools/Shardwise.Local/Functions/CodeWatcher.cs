namespace Shardwise.Local.Functions;

/// <summary>Looks at the functions' published files, and has those started again whose files have changed and come to rest.</summary>
internal sealed class CodeWatcher : IAsyncDisposable
{
    // Files are looked at, not listened to: publishing writes many, on any kind of disk.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stopping = new();
    private readonly FunctionLauncher _launcher;
    private readonly Task _watching;

    public CodeWatcher(IReadOnlyList<FunctionRuntime> functions, FunctionLauncher launcher)
    {
        _launcher = launcher;
        _watching = WatchAsync([.. functions.Where(function => function.Definition.InlineCode is null)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
    }

    private async Task WatchAsync(IReadOnlyList<FunctionRuntime> functions)
    {
        var running = functions.ToDictionary(function => function, Look);
        var seen = new Dictionary<FunctionRuntime, Files>(running);
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                foreach (var function in functions)
                {
                    var now = Look(function);
                    // Twice the same, and another than what runs: whoever writes has done.
                    if (now == seen[function] && now != running[function] && now.Count > 0)
                    {
                        running[function] = now;
                        Renew(function);
                    }

                    seen[function] = now;
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Renew(FunctionRuntime function)
    {
        try
        {
            _launcher.Unpack(function.Definition);
            function.Renew();
        }
        catch (LocalPipelineException exception)
        {
            function.Say($"{exception.Message}; it goes on with the code that it has");
        }
    }

    private static Files Look(FunctionRuntime function)
    {
        try
        {
            string path = function.Definition.CodePath;
            var files = File.Exists(path) ? [new FileInfo(path)] : new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories);
            return files.Aggregate(
                default(Files),
                (sum, file) => new Files(sum.Count + 1, sum.Bytes + file.Length, Math.Max(sum.Newest, file.LastWriteTimeUtc.Ticks)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In the middle of being written.
            return default;
        }
    }

    private readonly record struct Files(int Count, long Bytes, long Newest);
}
