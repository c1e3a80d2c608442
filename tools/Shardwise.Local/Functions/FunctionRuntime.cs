using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Shardwise.Local.Functions;

/// <summary>
/// A function: takes events in order and hands them to its workers, of which there are as many as are busy, up to its concurrency. The queue is first
/// in, first out; since a shard (or each of its parallel parts) has one event in it at a time, it is fair across shards.
/// </summary>
internal sealed class FunctionRuntime : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Channel<Invocation> _queue = Channel.CreateUnbounded<Invocation>();
    private readonly Func<int, Action<FunctionLogSource, string>, FunctionProcess> _start;
    private readonly Action<FunctionLogLine> _log;
    private readonly List<FunctionWorker> _workers = [];
    private readonly ConcurrentDictionary<int, FunctionWorker> _byGeneration = new();

    private int _generation;
    private int _idle;
    private int _starting;
    private int _restarts;
    private int _inFlight;
    private int _disposed;

    /// <param name="definition">The function.</param>
    /// <param name="start">Starts the process of a generation; the generation is part of the API address that it is given.</param>
    /// <param name="log">Hears every line.</param>
    public FunctionRuntime(
        FunctionDefinition definition, Func<int, Action<FunctionLogSource, string>, FunctionProcess> start, Action<FunctionLogLine> log)
    {
        Definition = definition;
        _start = start;
        _log = log;
    }

    public FunctionDefinition Definition { get; }

    public FunctionStatistics Statistics { get; } = new();

    /// <summary>How many processes there may be at most. Default 1.</summary>
    public int Concurrency { get; set; } = 1;

    /// <summary>Told of every invocation when it ends.</summary>
    public event Action<FunctionRuntime, Invocation, InvocationResult>? Ended;

    public int? ProcessId => ProcessIds is [var first, ..] ? first : null;

    public IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (_lock)
            {
                return [.. _workers.Select(worker => worker.ProcessId).OfType<int>()];
            }
        }
    }

    public long Invocations => Statistics.Invocations;

    public long Errors => Statistics.Errors;

    public int Restarts => Volatile.Read(ref _restarts);

    public int InFlight => Volatile.Read(ref _inFlight);

    public string? LastLogLine { get; private set; }

    /// <summary>Starts the first process; completes when it has asked for its first event.</summary>
    /// <exception cref="LocalPipelineException">It cannot be initialized.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => AddWorker().StartAsync(cancellationToken);

    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(payload);
        Interlocked.Increment(ref _inFlight);
        try
        {
            await _queue.Writer.WriteAsync(invocation, cancellationToken);
            GrowIfBusy();
            var result = await invocation.Result.WaitAsync(cancellationToken);
            Statistics.Add(invocation, result);
            Ended?.Invoke(this, invocation, result);
            return result;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>The worker whose process has this generation; null where that process is gone.</summary>
    public FunctionWorker? Worker(int generation) => _byGeneration.GetValueOrDefault(generation);

    /// <summary>Kills its processes, in the middle of whatever they do.</summary>
    public void Kill() => ForEach(worker => worker.Kill());

    /// <summary>Starts its processes again, each between two events.</summary>
    public void Renew() => ForEach(worker => worker.Renew());

    public void Say(string text) => Log(FunctionLogSource.Platform, text, null);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _queue.Writer.TryComplete();
        FunctionWorker[] workers;
        lock (_lock)
        {
            workers = [.. _workers];
        }

        await Task.WhenAll(workers.Select(worker => worker.DisposeAsync().AsTask()));
    }

    // What follows is for its workers.

    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _idle);
        try
        {
            return await _queue.Reader.WaitToReadAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _idle);
        }
    }

    public Invocation? Take() => _queue.Reader.TryRead(out var invocation) ? invocation : null;

    public int NextGeneration(FunctionWorker worker)
    {
        int generation = Interlocked.Increment(ref _generation);
        _byGeneration.TryRemove(worker.Generation, out _);
        _byGeneration[generation] = worker;
        return generation;
    }

    public FunctionProcess StartProcess(int generation, Action<FunctionLogSource, string> line) => _start(generation, line);

    public void CountRestart() => Interlocked.Increment(ref _restarts);

    public void Log(FunctionLogSource source, string text, string? requestId)
    {
        if (source != FunctionLogSource.Platform)
        {
            LastLogLine = text;
        }

        _log(new FunctionLogLine(Definition.LogicalId, Definition.Name, source, text, requestId));
    }

    private void GrowIfBusy()
    {
        lock (_lock)
        {
            if (_disposed != 0 || _workers.Count == 0 || _workers.Count >= Concurrency || _queue.Reader.Count <= Volatile.Read(ref _idle) + _starting)
            {
                return;
            }

            _starting++;
        }

        _ = GrowAsync();
    }

    private async Task GrowAsync()
    {
        try
        {
            await AddWorker().StartAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is LocalPipelineException or OperationCanceledException)
        {
            // The function goes on with the processes that it has.
            Say(exception.Message);
        }
        finally
        {
            lock (_lock)
            {
                _starting--;
            }
        }
    }

    private FunctionWorker AddWorker()
    {
        var worker = new FunctionWorker(this);
        lock (_lock)
        {
            _workers.Add(worker);
        }

        return worker;
    }

    private void ForEach(Action<FunctionWorker> act)
    {
        FunctionWorker[] workers;
        lock (_lock)
        {
            workers = [.. _workers];
        }

        Array.ForEach(workers, act);
    }
}
