using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Shardwise.Local.Functions;

namespace Shardwise.Local.EventSources;

/// <summary>One mapping of a stream to a function: a reader a shard, parents before children, and Lambda's ways of retrying.</summary>
internal sealed class EventSourceMapping : IBatchReceiver, IAsyncDisposable
{
    // How soon a record that the front has taken is noticed; looking costs no call.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly EventSourceMappingDefinition _definition;
    private readonly FunctionRuntime _function;
    private readonly KinesisClient _kinesis;
    private readonly Func<StreamSnapshot?> _stream;
    private readonly TimeProvider _clock;
    private readonly KinesisEventWriter _events;
    private readonly Func<FailureQueueMessage, Func<ReadOnlyMemory<byte>>, CancellationToken, Task> _giveUp;
    private readonly CheckpointStore _store;
    private readonly IReadOnlyDictionary<string, ShardCheckpoint> _kept;
    private readonly Func<string, string?, LocalRecord?> _browse;
    private readonly string? _consumerArn;
    private DateTimeOffset? _startAt;
    private long _filtered;
    private long _delivered;
    private long _givenUp;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, string> _checkpoints = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ShardReader> _readers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ShardWindow> _windows = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly HashSet<string> _finished = new(StringComparer.Ordinal);
    private readonly List<Task> _tasks = [];
    private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EventSourceMapping(
        EventSourceMappingDefinition definition, FunctionRuntime function, KinesisClient kinesis, Func<StreamSnapshot?> stream, TimeProvider clock,
        KinesisEventWriter events, Func<FailureQueueMessage, Func<ReadOnlyMemory<byte>>, CancellationToken, Task> giveUp,
        CheckpointStore store, Func<string, string?, LocalRecord?> browse,
        string? consumerArn)
    {
        _consumerArn = consumerArn;
        _browse = browse;
        _store = store;
        _kept = store.Load();
        foreach (var (shard, checkpoint) in _kept)
        {
            if (checkpoint.IsEnd)
            {
                _finished.Add(shard);
            }
            else if (checkpoint.Settled is { } settled)
            {
                _checkpoints[shard] = settled;
            }
        }

        _definition = definition;
        _function = function;
        _kinesis = kinesis;
        _stream = stream;
        _clock = clock;
        _events = events;
        _giveUp = giveUp;
    }

    public EventSourceMappingDefinition Definition => _definition;

    /// <summary>Told of each batch that is handed over: when the last of its records arrived.</summary>
    public Action<DateTimeOffset> HandedOver { get; init; } = static _ => { };

    /// <summary>Starts a reader for every shard whose parents are read to their end.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _startAt = _definition.StartsLatest ? _store.Created(_clock.GetUtcNow()) : _definition.StartAt;
        StartReaders(await _kinesis.ListShardsAsync(_definition.StreamName, cancellationToken));
        Track(LookAsync(_stopping.Token));
    }

    /// <summary>Completes when all that the stream has taken by now has been handed over or given up.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var targets = (_stream()?.Shards ?? [])
            .Where(shard => shard.LastSequenceNumber is not null)
            .Select(shard => (shard.ShardId, Sequence: shard.LastSequenceNumber!))
            .ToList();
        while (true)
        {
            var progress = Volatile.Read(ref _progress).Task;
            targets.RemoveAll(target => IsFinished(target.ShardId) || _checkpoints.TryGetValue(target.ShardId, out string? reached)
                && SequenceNumber.Compare(reached, target.Sequence) >= 0);
            if (targets.Count == 0)
            {
                return;
            }

            await progress.WaitAsync(cancellationToken);
        }
    }

    /// <summary>What the page and scripts are told of it.</summary>
    public JsonObject State()
    {
        var shards = new JsonArray();
        foreach (var shard in _stream()?.Shards ?? [])
        {
            if (!IsFinished(shard.ShardId) && _readers.TryGetValue(shard.ShardId, out var reader))
            {
                shards.Add(new JsonObject
                {
                    ["id"] = shard.ShardId,
                    ["checkpoint"] = _checkpoints.GetValueOrDefault(shard.ShardId),
                    ["lagMilliseconds"] = Lag(shard).TotalMilliseconds,
                });
            }
        }

        return new JsonObject
        {
            ["id"] = _definition.Id,
            ["logicalId"] = _definition.LogicalId,
            ["stream"] = _definition.StreamName,
            ["function"] = _definition.FunctionName,
            ["batchSize"] = _definition.BatchSize,
            ["isSettled"] = (_stream()?.Shards ?? []).All(shard =>
                shard.LastSequenceNumber is null || IsFinished(shard.ShardId)
                    || _checkpoints.GetValueOrDefault(shard.ShardId) == shard.LastSequenceNumber),
            ["lagMilliseconds"] = shards.Max(shard => (double?)shard!["lagMilliseconds"]) ?? 0,
            ["delivered"] = Interlocked.Read(ref _delivered),
            ["filtered"] = Interlocked.Read(ref _filtered) + _readers.Values.Where(reader => !IsFinished(reader.ShardId))
                .Sum(reader => reader.Filtered),
            ["parallelization"] = _definition.Parallelization,
            ["consumer"] = _definition.Consumer,
            ["givenUp"] = Interlocked.Read(ref _givenUp),
            ["shards"] = shards,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task[] tasks;
        lock (_lock)
        {
            tasks = [.. _tasks];
        }

        await Task.WhenAll(tasks);
        _stopping.Dispose();
    }

    /// <inheritdoc/>
    public async Task DeliverAsync(
        string shardId, IReadOnlyList<StreamRecord> records, Action<StreamRecord> settled, CancellationToken cancellationToken)
    {
        if (_definition.TumblingWindow is not { } length)
        {
            await DeliverAsync(shardId, records, null, settled, cancellationToken);
            return;
        }

        var window = _windows.GetOrAdd(shardId, _ => new ShardWindow(length));
        for (int start = 0; start < records.Count;)
        {
            if (window.IsEndedBy(records[start]))
            {
                await EndWindowAsync(shardId, window, early: false, cancellationToken);
            }

            var rest = records.Skip(start).ToList();
            int count = window.Open(rest);
            await DeliverAsync(shardId, rest.GetRange(0, count), window, settled, cancellationToken);
            start += count;
            if (window.IsTooLarge)
            {
                await EndWindowAsync(shardId, window, early: true, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public DateTimeOffset? WindowDeadline(string shardId) => _windows.TryGetValue(shardId, out var window) ? window.Deadline : null;

    /// <inheritdoc/>
    public Task EndWindowAsync(string shardId, CancellationToken cancellationToken) =>
        _windows.TryGetValue(shardId, out var window) && window.Deadline is not null
            ? EndWindowAsync(shardId, window, early: false, cancellationToken)
            : Task.CompletedTask;

    // The age of the oldest record that is not settled.
    private TimeSpan Lag(ShardSnapshot shard)
    {
        string? settled = _checkpoints.GetValueOrDefault(shard.ShardId);
        if (shard.LastSequenceNumber is null || shard.LastSequenceNumber == settled)
        {
            return TimeSpan.Zero;
        }

        var oldest = _browse(shard.ShardId, settled);
        var lag = oldest is null ? TimeSpan.Zero : _clock.GetUtcNow() - oldest.ArrivedAt;
        return lag > TimeSpan.Zero ? lag : TimeSpan.Zero;
    }

    private void StartReaders(IReadOnlyList<ShardInfo> shards)
    {
        var known = shards.Select(shard => shard.ShardId).ToHashSet(StringComparer.Ordinal);
        foreach (var shard in shards)
        {
            lock (_lock)
            {
                // A parent that is not listed any more has been trimmed: there is nothing left to wait for.
                if (_finished.Contains(shard.ShardId) || shard.Parents.Any(parent => known.Contains(parent) && !_finished.Contains(parent)))
                {
                    continue;
                }
            }

            var reader = new ShardReader(
                _definition, shard.ShardId, Feed(shard.ShardId), _clock, this, _kept.GetValueOrDefault(shard.ShardId), Checkpoint);
            if (_readers.TryAdd(shard.ShardId, reader))
            {
                Track(ReadAsync(reader, _stopping.Token));
            }
        }
    }

    private IRecordFeed Feed(string shardId)
    {
        string? checkpoint = _checkpoints.GetValueOrDefault(shardId);
        return _consumerArn is null
            ? new PollingFeed(_definition, shardId, checkpoint, _startAt, _kinesis, _clock, _function.Say)
            : new SubscriptionFeed(_definition, _consumerArn, shardId, checkpoint, _startAt, _kinesis, _function.Say);
    }

    private bool IsFinished(string shardId)
    {
        lock (_lock)
        {
            return _finished.Contains(shardId);
        }
    }

    private void Track(Task task)
    {
        lock (_lock)
        {
            _tasks.RemoveAll(done => done.IsCompletedSuccessfully);
            _tasks.Add(task);
        }
    }

    private async Task ReadAsync(ShardReader reader, CancellationToken cancellationToken)
    {
        // The caller goes on with the other shards.
        await Task.Yield();
        try
        {
            await reader.RunAsync(cancellationToken);
            _store.Save(reader.ShardId, ShardCheckpoint.End);
            lock (_lock)
            {
                _finished.Add(reader.ShardId);
            }

            Interlocked.Add(ref _filtered, reader.Filtered);
            Tell();
            await FindChildrenAsync(cancellationToken);
            _readers.TryRemove(reader.ShardId, out _);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            _function.Say($"{_definition.LogicalId}: the reader of {reader.ShardId} has failed and reads no more: {exception}");
        }
    }

    private async Task FindChildrenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                StartReaders(await _kinesis.ListShardsAsync(_definition.StreamName, cancellationToken));
                return;
            }
            catch (KinesisCallException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(100, 300)), cancellationToken);
            }
        }
    }

    /// <summary>Wakes the readers of shards that have taken something new, or have been closed.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var shard in _stream()?.Shards ?? [])
                {
                    if (_readers.TryGetValue(shard.ShardId, out var reader) && HasNews(shard, reader))
                    {
                        reader.Wake();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static bool HasNews(ShardSnapshot shard, ShardReader reader) =>
        !shard.IsOpen || (shard.LastSequenceNumber is { } newest && (reader.LastRead is not { } read || SequenceNumber.Compare(newest, read) > 0));

    private async Task DeliverAsync(
        string shardId, IReadOnlyList<StreamRecord> records, ShardWindow? window, Action<StreamRecord> settled, CancellationToken cancellationToken)
    {
        var delivery = new BatchDelivery(records, _definition.Policy);
        int repeats = 0;
        while (delivery.Current is { } batch)
        {
            GivenUp? givenUp = delivery.DropExpired(_clock.GetUtcNow());
            var payload = givenUp is null ? _events.Write(shardId, batch, window?.Frame()) : default;
            if (givenUp is null && batch.Count == 1 && payload.Length > ShardLane.LargestEvent)
            {
                givenUp = delivery.GiveUp("PayloadSizeExceeded", FormattableString.Invariant(
                    $"its event is {payload.Length} bytes, and a function takes {ShardLane.LargestEvent}"));
            }

            if (givenUp is null)
            {
                HandedOver(batch[^1].Arrival);
                var result = await _function.InvokeAsync(payload, cancellationToken);
                Interlocked.Add(ref _delivered, batch.Count);
                if (result.Succeeded)
                {
                    window?.Take(result.Payload);
                }

                givenUp = delivery.Settle(BatchOutcome.Of(result, batch, _definition.Policy.PartialFailures));
            }

            if (givenUp is not null)
            {
                await GiveUpAsync(shardId, givenUp, cancellationToken);
            }

            if (delivery.LastSettled is { } last)
            {
                settled(last);
            }

            repeats = delivery.IsRepeated ? repeats + 1 : 0;
            if (repeats > 0)
            {
                await PauseAsync(repeats, cancellationToken);
            }
        }
    }

    /// <summary>The last invocation of a window has no records; it is tried again as a batch is, with the same state.</summary>
    private async Task EndWindowAsync(string shardId, ShardWindow window, bool early, CancellationToken cancellationToken)
    {
        var last = window.Frame(isFinal: true, isEarly: early);
        for (int tries = 1; ; tries++)
        {
            var result = await _function.InvokeAsync(_events.Write(shardId, [], last), cancellationToken);
            var outcome = BatchOutcome.Of(result, [], _definition.Policy.PartialFailures);
            if (outcome.FailedFrom is null)
            {
                break;
            }

            if (_definition.Policy.MaximumRetries is { } most && tries > most)
            {
                _function.Say(
                    $"{_definition.LogicalId}: gave up on the end of the window of {shardId} that began at {last.Start:yyyy-MM-ddTHH:mm:ssZ}; "
                    + $"{outcome.Error}");
                break;
            }

            await PauseAsync(tries, cancellationToken);
        }

        if (early)
        {
            window.Forget();
        }
        else
        {
            window.Close();
        }
    }

    private async Task GiveUpAsync(string shardId, GivenUp givenUp, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _givenUp, givenUp.Records.Count);
        _function.Say($"{_definition.LogicalId}: gave up on {givenUp.Records.Count} records of {shardId} from {givenUp.Records[0].SequenceNumber} "
            + $"on: {givenUp.Condition}"
            + (givenUp.LastError is null ? "" : $"; {givenUp.LastError}"));
        await _giveUp(
            FailureMessage.Create(_definition, _function.Definition.Arn, shardId, givenUp, _clock.GetUtcNow()),
            () => _events.Write(shardId, givenUp.Records),
            cancellationToken);
    }

    private void Checkpoint(string shardId, ShardCheckpoint checkpoint)
    {
        _store.Save(shardId, checkpoint);
        if (checkpoint.Settled is { } settled)
        {
            _checkpoints[shardId] = settled;
        }

        Tell();
    }

    private void Tell() =>
        Interlocked.Exchange(ref _progress, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private static Task PauseAsync(int repeats, CancellationToken cancellationToken)
    {
        double milliseconds = Math.Min(LongestPause.TotalMilliseconds, ShortestPause.TotalMilliseconds * Math.Pow(2, Math.Min(repeats - 1, 10)));
        return Task.Delay(TimeSpan.FromMilliseconds(milliseconds * (0.5 + (Random.Shared.NextDouble() / 2))), cancellationToken);
    }
}
