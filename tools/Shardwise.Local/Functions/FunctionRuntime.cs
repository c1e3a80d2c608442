using System.Globalization;
using System.Threading.Channels;

namespace Shardwise.Local.Functions;

/// <summary>
/// A function and its process: takes events in order, hands them to the process one at a time, enforces the timeout, and starts the process again when it dies.
/// The queue is first in, first out; since a shard has one event in it at a time, it is fair across shards.
/// </summary>
internal sealed class FunctionRuntime : IAsyncDisposable
{
    private static readonly TimeSpan ShortestBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Channel<Invocation> _queue = Channel.CreateUnbounded<Invocation>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _initialized = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<int, Action<FunctionLogSource, string>, FunctionProcess> _start;
    private readonly Action<FunctionLogLine> _log;

    private FunctionProcess? _process;
    private Invocation? _current;
    private ITimer? _deadline;
    private CancellationTokenSource _incarnation = new();
    private int _generation;
    private bool _reachedNext;
    private string? _initError;
    private Task _supervision = Task.CompletedTask;
    private long _invocations;
    private long _errors;
    private int _restarts;
    private int _inFlight;
    private int _disposed;

    /// <param name="definition">The function.</param>
    /// <param name="start">Starts the process of a generation; the generation is part of the API address that it is given.</param>
    /// <param name="log">Hears every line.</param>
    public FunctionRuntime(FunctionDefinition definition, Func<int, Action<FunctionLogSource, string>, FunctionProcess> start, Action<FunctionLogLine> log)
    {
        Definition = definition;
        _start = start;
        _log = log;
    }

    public FunctionDefinition Definition { get; }

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

    public long Invocations => Interlocked.Read(ref _invocations);

    public long Errors => Interlocked.Read(ref _errors);

    public int Restarts => Volatile.Read(ref _restarts);

    public int InFlight => Volatile.Read(ref _inFlight);

    public string? LastLogLine { get; private set; }

    /// <summary>Starts the process; completes when it has asked for its first event.</summary>
    /// <exception cref="LocalPipelineException">It cannot be initialized.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _supervision = SuperviseAsync();
        return _initialized.Task.WaitAsync(cancellationToken);
    }

    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(payload);
        Interlocked.Increment(ref _inFlight);
        try
        {
            await _queue.Writer.WriteAsync(invocation, cancellationToken);
            var result = await invocation.Result.WaitAsync(cancellationToken);
            Interlocked.Increment(ref _invocations);
            if (!result.Succeeded)
            {
                Interlocked.Increment(ref _errors);
            }

            return result;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>The next event for the process of this generation; null when that process is gone. A process that comes without having answered for the last event has failed it.</summary>
    public async Task<Invocation?> NextAsync(int generation, CancellationToken cancellationToken)
    {
        CancellationToken incarnation;
        lock (_lock)
        {
            if (generation != _generation)
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
            while (await _queue.Reader.WaitToReadAsync(gone.Token))
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
        }

        return invocation.TryEnd(result);
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

    public void Say(string text) => Log(FunctionLogSource.Platform, text);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        _queue.Writer.TryComplete();
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
            if (generation != _generation || _incarnation.IsCancellationRequested || !_queue.Reader.TryRead(out var invocation))
            {
                return null;
            }

            _current = invocation;
            _deadline = TimeProvider.System.CreateTimer(_ => TimeOut(invocation), null, Definition.Timeout, Timeout.InfiniteTimeSpan);
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

        string message = string.Create(CultureInfo.InvariantCulture, $"Task timed out after {Definition.Timeout.TotalSeconds:0.00} seconds");
        Say($"{invocation.RequestId} {message}");
        invocation.TryEnd(InvocationResult.Failed("Sandbox.Timedout", $"RequestId: {invocation.RequestId} Error: {message}"));
    }

    private async Task SuperviseAsync()
    {
        int deathsWithoutWork = 0;
        while (!_stopping.IsCancellationRequested)
        {
            long before = Invocations;
            string death = await LiveAsync();
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            if (_initialized.TrySetException(new LocalPipelineException($"function {Definition.LogicalId}: {death}")))
            {
                return;
            }

            deathsWithoutWork = Invocations > before ? 0 : deathsWithoutWork + 1;
            Interlocked.Increment(ref _restarts);
            Say($"{death}; started again");
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
                _generation++;
                _incarnation.Dispose();
                _incarnation = new CancellationTokenSource();
                _reachedNext = false;
                _initError = null;
                _process = process = _start(_generation, Log);
            }
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException or OperationCanceledException or IOException)
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
            if (lost is null && !_reachedNext)
            {
                _queue.Reader.TryRead(out lost);
            }
        }

        lost?.TryEnd(InvocationResult.Failed("Runtime.ExitError", $"RequestId: {lost.RequestId} Error: {_initError ?? Exited(exitCode)}"));
        return death;
    }

    private static string Exited(int exitCode) => exitCode > 128
        ? string.Create(CultureInfo.InvariantCulture, $"Runtime exited with error: signal {exitCode - 128}")
        : string.Create(CultureInfo.InvariantCulture, $"Runtime exited with error: exit status {exitCode}");

    private void Log(FunctionLogSource source, string text)
    {
        if (source != FunctionLogSource.Platform)
        {
            LastLogLine = text;
        }

        _log(new FunctionLogLine(Definition.LogicalId, Definition.Name, source, text));
    }
}
