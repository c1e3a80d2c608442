namespace Shardwise.Local.EventSources;

/// <summary>
/// Reads one shard from its start, or from behind what was settled before, to its end: leaves out what the filters do, spreads the rest over lanes by
/// partition key, and keeps how far all of it is settled.
/// </summary>
internal sealed class ShardReader
{
    // How much is read ahead of what is handed over, in batches of each lane.
    private const int BatchesAhead = 2;
    private const long MostBytesAhead = 64 * 1024 * 1024;
    private static readonly TimeSpan RoomLook = TimeSpan.FromMilliseconds(50);

    private readonly EventSourceMappingDefinition _mapping;
    private readonly IRecordFeed _feed;
    private readonly IBatchReceiver _receiver;
    private readonly ShardCheckpoint? _kept;
    private readonly Action<string, ShardCheckpoint> _checkpoint;
    private readonly ShardProgress _progress;
    private readonly WakeSignal _room = new();
    private readonly ShardLane[] _lanes;
    private string? _lastRead;
    private long _bytesAhead;
    private long _filtered;

    /// <param name="mapping">The mapping.</param>
    /// <param name="shardId">The shard.</param>
    /// <param name="feed">Where its records come from.</param>
    /// <param name="clock">Simulated time.</param>
    /// <param name="receiver">What takes the records.</param>
    /// <param name="kept">How far it was settled before; null where nothing is known.</param>
    /// <param name="checkpoint">Told of the shard, and how far it is settled.</param>
    public ShardReader(
        EventSourceMappingDefinition mapping, string shardId, IRecordFeed feed, TimeProvider clock, IBatchReceiver receiver, ShardCheckpoint? kept,
        Action<string, ShardCheckpoint> checkpoint)
    {
        (_mapping, ShardId, _feed, _receiver, _kept, _checkpoint) = (mapping, shardId, feed, receiver, kept, checkpoint);
        _progress = new ShardProgress(mapping.Parallelization, kept);
        _lanes = [.. Enumerable.Range(0, mapping.Parallelization)
            .Select(lane => new ShardLane(mapping, shardId, clock, receiver, entries => Settle(lane, entries)))];
    }

    public string ShardId { get; }

    /// <summary>The sequence number of the newest record read; null before the first.</summary>
    public string? LastRead => Volatile.Read(ref _lastRead);

    /// <summary>Records that the filters left out.</summary>
    public long Filtered => Interlocked.Read(ref _filtered);

    public void Wake() => _feed.Wake();

    /// <summary>Completes when the shard is closed and every record of it has been handed over.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lanes = Task.WhenAll(_lanes.Select(lane => RunAsync(lane, failed)));
        try
        {
            await ReadAsync(failed.Token);
        }
        catch (OperationCanceledException) when (failed.IsCancellationRequested)
        {
        }
        catch
        {
            await failed.CancelAsync();
            await lanes.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await lanes;
        cancellationToken.ThrowIfCancellationRequested();
        await _receiver.EndWindowAsync(ShardId, cancellationToken);
    }

    private static async Task RunAsync(ShardLane lane, CancellationTokenSource failed)
    {
        try
        {
            await lane.RunAsync(failed.Token);
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            int most = Math.Max(_mapping.BatchSize, 100) * _lanes.Length * BatchesAhead;
            while (!_feed.IsAtEnd)
            {
                int room = most - _lanes.Sum(lane => lane.Count);
                if (room <= 0 || Interlocked.Read(ref _bytesAhead) > MostBytesAhead)
                {
                    await _room.WaitAsync(RoomLook, TimeProvider.System, cancellationToken);
                    continue;
                }

                Take(await _feed.ReadAsync(room, cancellationToken));
            }

            foreach (var lane in _lanes)
            {
                lane.Complete();
            }
        }
        finally
        {
            _feed.Dispose();
        }
    }

    private void Take(IReadOnlyList<StreamRecord> records)
    {
        if (records.Count == 0)
        {
            return;
        }

        var parts = new List<(StreamRecord Record, ShardProgress.Entry Entry)>?[_lanes.Length];
        var done = new List<ShardProgress.Entry>();
        foreach (var record in records)
        {
            var entry = _progress.Add(record);
            int lane = LaneOf(record);
            if (_kept?.HasSettled(lane, _lanes.Length, record.SequenceNumber) == true)
            {
                done.Add(entry);
            }
            else if (_mapping.Filter?.Matches(ShardId, record, _mapping.SourceArn) == false)
            {
                Interlocked.Increment(ref _filtered);
                done.Add(entry);
            }
            else
            {
                entry.Bytes = record.PayloadBytes;
                Interlocked.Add(ref _bytesAhead, entry.Bytes);
                (parts[lane] ??= []).Add((record, entry));
            }
        }

        if (done.Count > 0)
        {
            Settle(ShardProgress.NoLane, done);
        }

        Volatile.Write(ref _lastRead, records[^1].SequenceNumber);
        for (int lane = 0; lane < _lanes.Length; lane++)
        {
            if (parts[lane] is { } part)
            {
                _lanes[lane].Add(part);
            }
        }
    }

    // Records of one partition key are of one lane, and so stay in order; those without one have none.
    private int LaneOf(StreamRecord record)
    {
        var key = record.PartitionKey ?? record.SequenceNumber;
        return _lanes.Length == 1 ? 0
            : (int)((uint)key.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter)) % (uint)_lanes.Length);
    }

    private void Settle(int lane, IReadOnlyList<ShardProgress.Entry> entries)
    {
        Interlocked.Add(ref _bytesAhead, -entries.Sum(entry => (long)entry.Bytes));
        _progress.Settle(lane, entries, checkpoint => _checkpoint(ShardId, checkpoint));
        _room.Set();
    }
}
