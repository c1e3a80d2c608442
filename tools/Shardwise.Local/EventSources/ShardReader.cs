namespace Shardwise.Local.EventSources;

/// <summary>Reads one shard from its start, or from behind what was settled before, to its end and hands its records over, a batch at a time and in order.</summary>
internal sealed class ShardReader(
    EventSourceMappingDefinition mapping, string shardId, string? checkpoint, KinesisClient kinesis, TimeProvider clock, IBatchReceiver receiver, Action<string> say)
{
    // A Lambda invocation takes 6 MB; the frame around the records has its share of it.
    private const int LargestPayload = (6 * 1024 * 1024) - 4096;

    // A read now and then without being woken keeps the iterator fresh, and finds what nobody announced.
    private static readonly TimeSpan IdleRead = TimeSpan.FromSeconds(5);

    // Kinesis quotas: five GetRecords calls a second and shard; simulated time.
    private static readonly TimeSpan ReadInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(2);

    private readonly WakeSignal _wake = new();
    private readonly List<StreamRecord> _buffer = [];
    private string? _iterator;
    private string? _lastRead = checkpoint;
    private long _bufferedSince;
    private bool _atEnd;
    private bool _mayHaveMore = true;
    private int _failuresInRow;
    private long? _readAt;

    public string ShardId => shardId;

    /// <summary>The sequence number of the newest record read; null before the first.</summary>
    public string? LastRead => Volatile.Read(ref _lastRead);

    public void Wake() => _wake.Set();

    /// <summary>Completes when the shard is closed and every record of it has been handed over.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TakeBatch() is { Count: > 0 } batch)
            {
                await receiver.DeliverAsync(shardId, batch, cancellationToken);
            }
            else if (_atEnd)
            {
                await receiver.EndWindowAsync(shardId, cancellationToken);
                return;
            }
            else if (_mayHaveMore)
            {
                await ReadAsync(cancellationToken);
            }
            else if (_buffer.Count == 0 && receiver.WindowDeadline(shardId) <= clock.GetUtcNow())
            {
                await receiver.EndWindowAsync(shardId, cancellationToken);
            }
            else
            {
                await WaitAsync(cancellationToken);
                _mayHaveMore = true;
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SpaceAsync(cancellationToken);
            int limit = mapping.BatchSize - _buffer.Count;
            _iterator ??= await kinesis.GetIteratorAsync(mapping.StreamName, shardId, _lastRead, mapping.StartAt, cancellationToken);
            var read = await kinesis.GetRecordsAsync(_iterator, limit, cancellationToken);
            _failuresInRow = 0;
            _iterator = read.NextIterator;
            _atEnd = read.NextIterator is null;
            // A page may end before the tip of the shard, at its size; an empty one tells that nothing is left.
            _mayHaveMore = read.Records.Count > 0;
            Keep(read.Records);
        }
        catch (KinesisCallException exception)
        {
            if (exception.MayBeIterator)
            {
                _iterator = null;
            }

            await BackOffAsync(exception, cancellationToken);
        }
    }

    private async Task SpaceAsync(CancellationToken cancellationToken)
    {
        if (_readAt is { } before && ReadInterval - clock.GetElapsedTime(before) is var early && early > TimeSpan.Zero)
        {
            await Task.Delay(early, clock, cancellationToken);
        }

        _readAt = clock.GetTimestamp();
    }

    private void Keep(IReadOnlyList<StreamRecord> records)
    {
        if (records.Count == 0)
        {
            return;
        }

        if (_buffer.Count == 0)
        {
            _bufferedSince = clock.GetTimestamp();
        }

        _buffer.AddRange(records);
        Volatile.Write(ref _lastRead, records[^1].SequenceNumber);
    }

    // Throttled reads are ordinary where many poll; anything else that goes on is said, once.
    private async Task BackOffAsync(KinesisCallException exception, CancellationToken cancellationToken)
    {
        _failuresInRow++;
        if (_failuresInRow == 5 && exception.Code is not "ProvisionedThroughputExceededException")
        {
            say($"{mapping.LogicalId}: {shardId} cannot be read: {exception.Message}; it is tried on");
        }

        double milliseconds = Math.Min(LongestBackoff.TotalMilliseconds, ShortestBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(_failuresInRow - 1, 10)));
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds * (0.5 + (Random.Shared.NextDouble() / 2))), cancellationToken);
    }

    private Task WaitAsync(CancellationToken cancellationToken) => _buffer.Count > 0 ? _wake.WaitAsync(Remaining(), clock, cancellationToken)
        : receiver.WindowDeadline(shardId) is { } deadline ? WaitUntilAsync(deadline, cancellationToken)
        : _wake.WaitAsync(IdleRead, TimeProvider.System, cancellationToken);

    /// <summary>Waits as ever, but no longer than until a window is over: the one on this machine's clock, the other on the simulated one.</summary>
    private async Task WaitUntilAsync(DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = deadline - clock.GetUtcNow();
        await Task.WhenAny(
            _wake.WaitAsync(IdleRead, TimeProvider.System, done.Token),
            Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1), clock, done.Token));
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    // Never nothing, or a timer that fires a little early would have the loop spin.
    private TimeSpan Remaining()
    {
        var remaining = mapping.BatchingWindow - clock.GetElapsedTime(_bufferedSince);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.FromTicks(1);
    }

    /// <summary>The next batch where one is due: as many records as allowed, or the payload's limit, or the window's end, or the shard's.</summary>
    private List<StreamRecord> TakeBatch()
    {
        int count = 0;
        int bytes = 0;
        while (count < _buffer.Count && count < mapping.BatchSize)
        {
            int next = _buffer[count].PayloadBytes;
            if (count > 0 && bytes + next > LargestPayload)
            {
                break;
            }

            bytes += next;
            count++;
        }

        bool full = count == mapping.BatchSize || count < _buffer.Count;
        if (!full && !_atEnd && clock.GetElapsedTime(_bufferedSince) < mapping.BatchingWindow)
        {
            return [];
        }

        var batch = _buffer.GetRange(0, count);
        _buffer.RemoveRange(0, count);
        return batch;
    }
}
