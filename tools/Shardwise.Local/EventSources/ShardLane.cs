namespace Shardwise.Local.EventSources;

/// <summary>
/// One of the parallel parts of a shard, as ParallelizationFactor makes them: the records of some partition keys, handed over a batch at a time and
/// in order.
/// </summary>
internal sealed class ShardLane(EventSourceMappingDefinition mapping, string shardId, TimeProvider clock, IBatchReceiver receiver,
    Action<IReadOnlyList<ShardProgress.Entry>> settled)
{
    /// <summary>The bytes of the largest event that a function is invoked with: 6 MB, of Lambda's quotas.</summary>
    public const int LargestEvent = 6 * 1024 * 1024;

    // The frame around the records has its share of it.
    private const int LargestPayload = LargestEvent - 4096;

    private readonly WakeSignal _wake = new();
    private readonly Lock _lock = new();
    private readonly List<(StreamRecord Record, ShardProgress.Entry Entry)> _buffer = [];
    private long _bufferedSince;
    private bool _isComplete;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _buffer.Count;
            }
        }
    }

    /// <summary>Takes records, all at once, so that they may be of one batch.</summary>
    public void Add(IReadOnlyList<(StreamRecord Record, ShardProgress.Entry Entry)> records)
    {
        lock (_lock)
        {
            if (_buffer.Count == 0)
            {
                _bufferedSince = clock.GetTimestamp();
            }

            _buffer.AddRange(records);
        }

        _wake.Set();
    }

    /// <summary>There are no more records.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
        }

        _wake.Set();
    }

    /// <summary>Completes when it is complete and all its records are settled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Take() is { Count: > 0 } batch)
            {
                await DeliverAsync(batch, cancellationToken);
            }
            else if (IsDone())
            {
                return;
            }
            else if (Count == 0 && receiver.WindowDeadline(shardId) <= clock.GetUtcNow())
            {
                await receiver.EndWindowAsync(shardId, cancellationToken);
            }
            else
            {
                await WaitAsync(cancellationToken);
            }
        }
    }

    private async Task DeliverAsync(List<(StreamRecord Record, ShardProgress.Entry Entry)> batch, CancellationToken cancellationToken)
    {
        int done = 0;
        await receiver.DeliverAsync(
            shardId,
            [.. batch.Select(item => item.Record)],
            last =>
            {
                // Settled in order: all up to this one, which may have been told before.
                int end = batch.FindIndex(item => ReferenceEquals(item.Record, last)) + 1;
                if (end > done)
                {
                    settled([.. batch[done..end].Select(item => item.Entry)]);
                    done = end;
                }
            },
            cancellationToken);
    }

    private bool IsDone()
    {
        lock (_lock)
        {
            return _isComplete && _buffer.Count == 0;
        }
    }

    private Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            // Never nothing, or a timer that fires a little early would have the loop spin.
            wait = _buffer.Count > 0 ? mapping.BatchingWindow - clock.GetElapsedTime(_bufferedSince)
                : receiver.WindowDeadline(shardId) is { } deadline ? deadline - clock.GetUtcNow()
                : Timeout.InfiniteTimeSpan;
        }

        return _wake.WaitAsync(wait == Timeout.InfiniteTimeSpan || wait > TimeSpan.Zero ? wait : TimeSpan.FromTicks(1), clock, cancellationToken);
    }

    /// <summary>The next batch where one is due: as many records as allowed, or the payload's limit, or the window's end, or the shard's.</summary>
    private List<(StreamRecord Record, ShardProgress.Entry Entry)> Take()
    {
        lock (_lock)
        {
            int count = 0;
            int bytes = 0;
            while (count < _buffer.Count && count < mapping.BatchSize)
            {
                int next = _buffer[count].Record.PayloadBytes;
                if (count > 0 && bytes + next > LargestPayload)
                {
                    break;
                }

                bytes += next;
                count++;
            }

            bool full = count == mapping.BatchSize || count < _buffer.Count;
            if (count == 0 || (!full && !_isComplete && clock.GetElapsedTime(_bufferedSince) < mapping.BatchingWindow))
            {
                return [];
            }

            var batch = _buffer.GetRange(0, count);
            _buffer.RemoveRange(0, count);
            // What is left begins its own wait for company.
            _bufferedSince = clock.GetTimestamp();
            return batch;
        }
    }
}
