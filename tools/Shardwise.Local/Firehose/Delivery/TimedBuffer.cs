namespace Shardwise.Local.Firehose;

/// <summary>
/// Gathers items and hands them over when they reach a size, or when the first has waited for an interval of the clock: whichever comes first.
/// Batches are handed over one at a time and in order.
/// </summary>
internal sealed class TimedBuffer<T> : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly BufferLimits _limits;
    private readonly Func<T, long> _size;
    private readonly Func<IReadOnlyList<T>, Task> _handOver;
    private readonly Action<Exception> _fault;
    private readonly ITimer _timer;
    private List<T> _open = [];
    private long _bytes;
    private Task _tail = Task.CompletedTask;
    private int _batchesUnderWay;

    /// <param name="limits">When a batch is complete.</param>
    /// <param name="clock">The clock of the interval.</param>
    /// <param name="size">An item's share of the size.</param>
    /// <param name="handOver">Takes a batch.</param>
    /// <param name="fault">Told of a batch that it threw for; the next is handed over all the same.</param>
    public TimedBuffer(
        BufferLimits limits, TimeProvider clock, Func<T, long> size, Func<IReadOnlyList<T>, Task> handOver, Action<Exception> fault)
    {
        _limits = limits;
        _size = size;
        _handOver = handOver;
        _fault = fault;
        _timer = clock.CreateTimer(_ => Seal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is gathered and not handed over yet.</summary>
    public (int Count, long Bytes) Gathered
    {
        get
        {
            lock (_lock)
            {
                return (_open.Count, _bytes);
            }
        }
    }

    /// <summary>Nothing is gathered, and nothing is being handed over.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _open.Count == 0 && _batchesUnderWay == 0;
            }
        }
    }

    public void Add(IEnumerable<T> items)
    {
        lock (_lock)
        {
            foreach (var item in items)
            {
                long size = _size(item);
                if (_limits.NeverExceeded && _open.Count > 0 && _bytes + size > _limits.Bytes)
                {
                    SealLocked();
                }

                if (_open.Count == 0 && _limits.Interval > TimeSpan.Zero)
                {
                    _timer.Change(_limits.Interval, Timeout.InfiniteTimeSpan);
                }

                _open.Add(item);
                _bytes += size;
                if (_bytes >= _limits.Bytes || _open.Count >= _limits.Count)
                {
                    SealLocked();
                }
            }

            if (_limits.Interval == TimeSpan.Zero)
            {
                SealLocked();
            }
        }
    }

    /// <summary>Hands over what is there without waiting for the rest; completes when all of it is dealt with.</summary>
    public Task FlushAsync()
    {
        lock (_lock)
        {
            SealLocked();
            return _tail;
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Seal()
    {
        lock (_lock)
        {
            SealLocked();
        }
    }

    private void SealLocked()
    {
        if (_open.Count == 0)
        {
            return;
        }

        var batch = _open;
        (_open, _bytes) = ([], 0);
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _batchesUnderWay++;
        _tail = HandOverAsync(_tail, batch);
    }

    private async Task HandOverAsync(Task before, List<T> batch)
    {
        await before.ConfigureAwait(false);
        await Task.Yield();
        try
        {
            await _handOver(batch).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _fault(exception);
        }

        lock (_lock)
        {
            _batchesUnderWay--;
        }
    }
}
