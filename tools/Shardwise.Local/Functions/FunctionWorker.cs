using System.Globalization;

namespace Shardwise.Local.Functions;

/// <summary>One environment of a function, as Lambda calls it: a process that takes one event at a time and is started again when it dies.</summary>
internal sealed class FunctionWorker(FunctionRuntime function) : IAsyncDisposable
{
    private static readonly TimeSpan ShortestBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _initialized = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FunctionProcess? _process;
    private Invocation? _current;
    private string? _lastRequestId;
    private ITimer? _deadline;
    private CancellationTokenSource _incarnation = new();
    private int _generation;
    private bool _reachedNext;
    private bool _isOld;
    private long _done;
    private string? _initError;
    private Task _supervision = Task.CompletedTask;

    public int? ProcessId
    {
        get
        {
            lock (_lock)
            {
                return _process?.Id;
            }
        }
    }

    /// <summary>The generation of the process that it has now; each process of a function has its own.</summary>
    public int Generation
    {
        get
        {
            lock (_lock)
            {
                return _generation;
            }
        }
    }

    /// <summary>Starts the process; completes when it has asked for its first event.</summary>
    /// <exception cref="LocalPipelineException">It cannot be initialized.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _supervision = SuperviseAsync();
        return _initialized.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The next event for the process of this generation; null when that process is gone or is to go.</summary>
    public async Task<Invocation?> NextAsync(int generation, CancellationToken cancellationToken)
    {
        CancellationToken incarnation;
        lock (_lock)
        {
            if (generation != _generation || _isOld)
            {
                return null;
            }

            incarnation = _incarnation.Token;
            _reachedNext = true;
        }

        _initialized.TrySetResult();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(incarnation, cancellationToken);
        try
        {
            while (await function.WaitAsync(gone.Token))
            {
                if (Claim(generation) is { } invocation)
                {
                    return invocation;
                }
            }
        }
        catch (OperationCanceledException)
        {
        }

        return null;
    }

    public bool End(int generation, string requestId, InvocationResult result)
    {
        Invocation invocation;
        lock (_lock)
        {
            if (generation != _generation || _current is null || _current.RequestId != requestId)
            {
                return false;
            }

            invocation = Release();
            _done++;
        }

        bool isInTime = invocation.TryEnd(result);
        if (isInTime && !result.Succeeded)
        {
            Log(FunctionLogSource.Platform, string.Create(
                CultureInfo.InvariantCulture, $"failed after {invocation.Duration.TotalMilliseconds:0} ms: {result.Error}"));
        }

        return isInTime;
    }

    public void FailInitialization(int generation, string error)
    {
        lock (_lock)
        {
            if (generation == _generation)
            {
                _initError = error;
            }
        }
    }

    public void Kill()
    {
        lock (_lock)
        {
            _process?.Kill();
        }
    }

    /// <summary>Its code is another: the process ends when it has answered for its event, and is started again.</summary>
    public void Renew()
    {
        lock (_lock)
        {
            if (_process is null || _isOld)
            {
                return;
            }

            _isOld = true;
            if (_current is null)
            {
                // It waits for an event, or has not come to ask for one.
                _incarnation.Cancel();
                _process.Kill();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Kill();
        await _supervision;
        _initialized.TrySetCanceled();
        _stopping.Dispose();
        _incarnation.Dispose();
    }

    private Invocation? Claim(int generation)
    {
        lock (_lock)
        {
            if (generation != _generation || _isOld || _incarnation.IsCancellationRequested || function.Take() is not { } invocation)
            {
                return null;
            }

            _current = invocation;
            _lastRequestId = invocation.RequestId;
            invocation.Begin();
            _deadline = TimeProvider.System.CreateTimer(_ => TimeOut(invocation), null, function.Definition.Timeout, Timeout.InfiniteTimeSpan);
            return invocation;
        }
    }

    // Under the lock.
    private Invocation Release()
    {
        var invocation = _current!;
        _current = null;
        _deadline?.Dispose();
        _deadline = null;
        return invocation;
    }

    private void TimeOut(Invocation invocation)
    {
        lock (_lock)
        {
            if (_current != invocation)
            {
                return;
            }

            Release();
            _process?.Kill();
        }

        string message = string.Create(CultureInfo.InvariantCulture, $"Task timed out after {function.Definition.Timeout.TotalSeconds:0.00} seconds");
        Log(FunctionLogSource.Platform, $"{invocation.RequestId} {message}");
        invocation.TryEnd(InvocationResult.Failed("Sandbox.Timedout", $"RequestId: {invocation.RequestId} Error: {message}"));
    }

    private async Task SuperviseAsync()
    {
        int deathsWithoutWork = 0;
        while (!_stopping.IsCancellationRequested)
        {
            long before = _done;
            string death = await LiveAsync();
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            if (_initialized.TrySetException(new LocalPipelineException($"function {function.Definition.LogicalId}: {death}")))
            {
                return;
            }

            if (_isOld)
            {
                Log(FunctionLogSource.Platform, "its code has changed; started again");
                continue;
            }

            deathsWithoutWork = _done > before ? 0 : deathsWithoutWork + 1;
            function.CountRestart();
            Log(FunctionLogSource.Platform, $"{death}; started again");
            await PauseAsync(deathsWithoutWork);
        }
    }

    // The first restart is at once; a process that dies again and again without having done anything waits longer each time.
    private async Task PauseAsync(int deathsWithoutWork)
    {
        if (deathsWithoutWork < 2)
        {
            return;
        }

        double milliseconds = ShortestBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(deathsWithoutWork - 2, 16));
        var pause = TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestBackoff.TotalMilliseconds));
        await Task.Delay(pause, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Runs one process from start to end, and says how it ended.</summary>
    private async Task<string> LiveAsync()
    {
        FunctionProcess process;
        try
        {
            lock (_lock)
            {
                _stopping.Token.ThrowIfCancellationRequested();
                _generation = function.NextGeneration(this);
                _incarnation.Dispose();
                _incarnation = new CancellationTokenSource();
                _reachedNext = _isOld = false;
                _initError = null;
                _process = process = function.StartProcess(_generation, Log);
            }
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException or OperationCanceledException
            or IOException or LocalPipelineException)
        {
            return $"its process does not start: {exception.Message}";
        }

        using (process)
        {
            int exitCode = await process.WaitForExitAsync();
            return Bury(exitCode);
        }
    }

    private string Bury(int exitCode)
    {
        Invocation? lost;
        string death;
        lock (_lock)
        {
            _process = null;
            _incarnation.Cancel();
            death = _initError ?? string.Create(CultureInfo.InvariantCulture, $"its process ended with exit code {exitCode}");
            lost = _current is null ? null : Release();
            // Lambda fails the event that waits for an environment which cannot be initialized; else it would wait for ever.
            if (lost is null && !_reachedNext && !_isOld)
            {
                lost = function.Take();
            }
        }

        lost?.TryEnd(InvocationResult.Failed("Runtime.ExitError", $"RequestId: {lost.RequestId} Error: {_initError ?? Exited(exitCode)}"));
        return death;
    }

    private static string Exited(int exitCode) => exitCode > 128
        ? string.Create(CultureInfo.InvariantCulture, $"Runtime exited with error: signal {exitCode - 128}")
        : string.Create(CultureInfo.InvariantCulture, $"Runtime exited with error: exit status {exitCode}");

    private void Log(FunctionLogSource source, string text) => function.Log(source, text, Volatile.Read(ref _lastRequestId));
}
