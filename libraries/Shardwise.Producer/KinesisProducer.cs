using Amazon.Kinesis;

namespace Shardwise.Producer;

/// <summary>
/// Puts user records into one Kinesis stream the way the Kinesis Producer Library does: many user records of a shard in one Kinesis
/// record, many Kinesis records in one PutRecords call, what fails tried again. Safe for any number of threads; one is enough.
/// </summary>
/// <remarks>
/// <para>
/// A record is delivered at least once: a call without an answer is made again, and so is what a reshard put on a shard that does not own
/// all of it (<see cref="ProducerOptions.ResendMisplaced"/>).
/// </para>
/// <para>
/// Where a stream's <c>RecordDistributionStrategy</c> is <c>AUTO</c>, the service chooses the shards: each user record is then sent as it is,
/// and in no order. A change of the strategy is noticed by the first record on a shard that does not own it, or within five minutes.
/// </para>
/// <para>
/// The role needs <c>kinesis:PutRecords</c>, <c>kinesis:ListShards</c> and <c>kinesis:DescribeStreamSummary</c>; without the second the
/// producer works, but does not aggregate, and without the third it tells an <c>AUTO</c> stream by its answers only.
/// Consumers must de-aggregate: the KCL and <c>Shardwise.Consumers</c> do.
/// </para>
/// </remarks>
public sealed class KinesisProducer : IAsyncDisposable
{
    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "Shardwise.Producer";

    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>: an activity a PutRecords call, with no parent.</summary>
    public const string ActivitySourceName = "Shardwise.Producer";

    private static readonly TimeSpan LongestEndOfCalls = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _streamName;
    private readonly ProducerOptions _options;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ProducerCounters _counters;
    private readonly ProducerLog? _log;
    private readonly RecordBuffer _buffer;
    private readonly PutRecordsCall _putRecords;
    private readonly ShardMapReader _shardMap;
    private readonly WakeSignal _wake = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly CancellationToken _givenUp;
    private readonly HashSet<Task> _calls = [];
    private readonly ITimer _timer;
    private readonly Task _loop;
    private TimeSpan _wakeAt = TimeSpan.MaxValue;
    private Task? _disposal;
    private bool _isStopped;

    /// <summary>Makes a producer. The first record has it read the shard map; before, it calls nothing.</summary>
    /// <param name="client">
    /// Stays its caller's. Best with <c>MaxErrorRetry = 0</c>: the producer retries by itself, and the tries of the client delay its own
    /// and are not counted.
    /// </param>
    /// <param name="streamName">The name of the stream.</param>
    /// <param name="options">How to aggregate, send and retry; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public KinesisProducer(IAmazonKinesis client, string streamName, ProducerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(streamName);
        _options = options ?? new ProducerOptions();
        _options.Validate();
        (_streamName, _time) = (streamName, _options.TimeProvider);
        _start = _time.GetTimestamp();
        _counters = new ProducerCounters(streamName);
        _buffer = new RecordBuffer(streamName, _options, _counters);
        _log = _options.Logger is { } logger ? new ProducerLog(logger, streamName, _options) : null;
        _putRecords = new PutRecordsCall(client, streamName, _options, _log);
        _shardMap = new ShardMapReader(client, streamName, _options);
        _givenUp = _giveUp.Token;
        _timer = _time.CreateTimer(static wake => ((WakeSignal)wake!).Set(), _wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Whoever makes a producer is not whose records it sends: no activity and no scope of his goes along.
        using (ExecutionContext.SuppressFlow())
        {
            _loop = Task.Run(RunAsync);
        }

        _counters.Publish(() => Statistics);
    }

    /// <summary>What was done so far.</summary>
    public ProducerStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return _buffer.Statistics;
            }
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Adds a user record, waiting for room if <see cref="ProducerOptions.MaxBufferedBytes"/> are held already.</summary>
    /// <param name="partitionKey">
    /// 1 to 256 characters; null for none, which only a stream whose <c>RecordDistributionStrategy</c> is <c>AUTO</c> takes.
    /// </param>
    /// <param name="data">What to send. It must not change before the task completes.</param>
    /// <param name="explicitHashKey">
    /// A decimal number from 0 to 2^128 - 1 that decides the shard instead of the partition key's MD5; null for none.
    /// </param>
    /// <param name="cancellationToken">
    /// Ends the wait for room. A record that is buffered will be sent all the same, and the task tells of that.
    /// </param>
    /// <returns>
    /// Completes when Kinesis accepted the record. Fails with a <see cref="RecordNotAcceptedException"/> when its time to live is over
    /// or it can never be accepted.
    /// </returns>
    /// <exception cref="ArgumentException">A key is not as described.</exception>
    /// <exception cref="ObjectDisposedException">The producer was disposed.</exception>
    public Task<ProducedRecord> AddAsync(
        string? partitionKey, ReadOnlyMemory<byte> data, string? explicitHashKey = null, CancellationToken cancellationToken = default) =>
        Add(new(partitionKey, data, explicitHashKey), out _, cancellationToken);

    /// <summary>
    /// Adds a user record as <see cref="AddAsync"/> does, in two steps: for a source that goes on with the next record as soon as there
    /// is room, and looks at the results later.
    /// </summary>
    /// <param name="partitionKey">
    /// 1 to 256 characters; null for none, which only a stream whose <c>RecordDistributionStrategy</c> is <c>AUTO</c> takes.
    /// </param>
    /// <param name="data">What to send. It is copied: it may change once the outer task completes.</param>
    /// <param name="explicitHashKey">
    /// A decimal number from 0 to 2^128 - 1 that decides the shard instead of the partition key's MD5; null for none.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <returns>Completes when the record is buffered, with the task that <see cref="AddAsync"/> would have returned.</returns>
    /// <exception cref="ArgumentException">A key is not as described.</exception>
    /// <exception cref="ObjectDisposedException">The producer was disposed.</exception>
    public ValueTask<Task<ProducedRecord>> BufferAsync(
        string? partitionKey, ReadOnlyMemory<byte> data, string? explicitHashKey = null, CancellationToken cancellationToken = default)
    {
        Task<ProducedRecord> accepted = Add(
            new(partitionKey, data, explicitHashKey), out Task<Task<ProducedRecord>>? buffered, cancellationToken);
        return buffered is not null ? new(buffered)
            : accepted.IsCanceled ? ValueTask.FromCanceled<Task<ProducedRecord>>(cancellationToken)
            : new(accepted);
    }

    /// <summary>Says of a user record that it can never be accepted, without adding it.</summary>
    /// <param name="partitionKey">
    /// 1 to 256 characters; null for none, which only a stream whose <c>RecordDistributionStrategy</c> is <c>AUTO</c> takes.
    /// </param>
    /// <param name="data">What would be sent.</param>
    /// <param name="explicitHashKey">A decimal number from 0 to 2^128 - 1; null for none.</param>
    /// <exception cref="ArgumentException">A key is not as described.</exception>
    /// <exception cref="RecordNotAcceptedException">It is larger than <see cref="ProducerOptions.MaxUserRecordSize"/>.</exception>
    public void Check(string? partitionKey, ReadOnlyMemory<byte> data, string? explicitHashKey = null)
    {
        UserRecordContent content = new(partitionKey, data, explicitHashKey);
        content.CheckKeys();
        if (TooLarge(content.Size, content.HashKey) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Has everything sent without waiting for its age.</summary>
    /// <param name="cancellationToken">Ends the wait, and nothing else.</param>
    /// <returns>
    /// Completes when every record added before, those that wait for room included, is accepted or given up; the task of each tells which.
    /// </returns>
    public Task FlushAsync(CancellationToken cancellationToken = default)
    {
        Task flushed;
        lock (_lock)
        {
            flushed = _buffer.Flush(Now);
        }

        _wake.Set();
        return flushed.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Takes no more records, and sends what is buffered, for <see cref="ProducerOptions.DisposeTimeout"/> at most; what is left then fails
    /// with a <see cref="RecordNotAcceptedException"/>. Does not fail itself.
    /// </summary>
    /// <returns>
    /// Completes when all is settled and nothing runs any more, within that time whatever the client does: a call that does not end when it is
    /// told to is left behind, and its records fail.
    /// </returns>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            return new ValueTask(_disposal ??= Task.Run(CloseAsync));
        }
    }

    // The task of the buffering is null where that is done, or never will be.
    private Task<ProducedRecord> Add(
        in UserRecordContent content, out Task<Task<ProducedRecord>>? buffered, CancellationToken cancellationToken)
    {
        buffered = null;
        content.CheckKeys();
        long size = content.Size;
        UInt128 hashKey = content.HashKey;
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<ProducedRecord>(cancellationToken);
        }

        if (TooLarge(size, hashKey) is { } refusal)
        {
            return Task.FromException<ProducedRecord>(refusal);
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
            PendingRecord pending = _buffer.Promise(content, hashKey, (int)size);
            if (_buffer.TryAdd(pending, content, Now) is { } due)
            {
                WakeBy(due);
            }
            else
            {
                buffered = Wait(new WaitingRecord(pending, content), cancellationToken);
            }

            return pending.Task;
        }
    }

    private RecordNotAcceptedException? TooLarge(long size, UInt128 hashKey) => size <= _options.MaxUserRecordSize
        ? null
        : new($"at most {_options.MaxUserRecordSize} bytes of data and partition key are allowed", _streamName, hashKey, size, 0, null);

    private Task<Task<ProducedRecord>> Wait(WaitingRecord waiting, CancellationToken cancellationToken)
    {
        _buffer.Wait(waiting);
        waiting.Cancellation = cancellationToken.UnsafeRegister((_, token) => Leave(waiting, token), null);
        WakeBy(TimeSpan.Zero);
        return waiting.Buffered;
    }

    private void Leave(WaitingRecord waiting, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!waiting.IsOver)
            {
                waiting.Cancel(cancellationToken);
                _buffer.Leave(waiting, Now);
                WakeBy(TimeSpan.Zero);
            }
        }
    }

    private void WakeBy(TimeSpan due)
    {
        if (due < _wakeAt)
        {
            _wakeAt = due;
            _wake.Set();
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await _wake.WaitAsync().ConfigureAwait(false);
            lock (_lock)
            {
                if (_isStopped)
                {
                    return;
                }

                Act(Now);
            }

            _log?.GivenUp(Statistics.UserRecordsFailed);
        }
    }

    private void Act(TimeSpan now)
    {
        if (_buffer.ShouldReadMap(now))
        {
            Start(ReadMapAsync);
        }

        foreach (PutBatch batch in _buffer.Collect(now))
        {
            Start(() => PutAsync(batch));
        }

        _wakeAt = _buffer.NextDue(now);
        if (_wakeAt < TimeSpan.MaxValue)
        {
            // Whole milliseconds upwards: timers count no less, and one that fires early would only be set again.
            double wait = Math.Min(Math.Ceiling((_wakeAt - now).TotalMilliseconds), int.MaxValue);
            _timer.Change(TimeSpan.FromMilliseconds(Math.Max(wait, 0)), Timeout.InfiniteTimeSpan);
        }
    }

    private void Start(Func<Task> call)
    {
        Task task = Task.Run(call);
        _calls.Add(task);
        _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Forget(Task call)
    {
        lock (_lock)
        {
            _calls.Remove(call);
        }
    }

    private async Task PutAsync(PutBatch batch)
    {
        IReadOnlyList<PutOutcome> outcomes = await _putRecords.SendAsync(batch, _givenUp).ConfigureAwait(false);
        lock (_lock)
        {
            _buffer.Settle(batch, outcomes, Now);
        }

        _wake.Set();
    }

    private async Task ReadMapAsync()
    {
        ShardMap? map = null;
        bool isFinal = false;
        try
        {
            map = await _shardMap.ReadAsync(_givenUp).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            isFinal = PutError.Of(exception, _options.RequestTimeout).Kind is PutErrorKind.Final or PutErrorKind.Invalid;
        }

        lock (_lock)
        {
            _buffer.EndMapRead(map, isFinal, Now);
        }

        _wake.Set();
    }

    private async Task CloseAsync()
    {
        TimeSpan forCalls = _options.DisposeTimeout / 10 < LongestEndOfCalls ? _options.DisposeTimeout / 10 : LongestEndOfCalls;
        await EndsWithinAsync(FlushAsync(), _options.DisposeTimeout - forCalls).ConfigureAwait(false);
        Task[] calls;
        lock (_lock)
        {
            _buffer.GiveUp($"the producer was disposed, and did not send it within {_options.DisposeTimeout}", Now);
            _isStopped = true;
            calls = [.. _calls];
        }

        _wake.Set();
        await _loop.ConfigureAwait(false);
        // Clients may not look at their token, or do something in its callbacks that takes for ever, or fails.
        Task ended = Task.WhenAll([_giveUp.CancelAsync(), .. calls]);
        if (await EndsWithinAsync(ended, forCalls).ConfigureAwait(false))
        {
            _giveUp.Dispose();
        }

        lock (_lock)
        {
            _buffer.GiveUpInFlight($"the producer was disposed, and no answer came within {_options.DisposeTimeout}");
        }

        _log?.GivenUp(Statistics.UserRecordsFailed);
        await _timer.DisposeAsync().ConfigureAwait(false);
        _counters.Dispose();
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan time)
    {
        await task.WaitAsync(time, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }
}
