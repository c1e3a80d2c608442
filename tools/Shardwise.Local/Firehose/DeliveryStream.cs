using System.Threading.Channels;

namespace Shardwise.Local.Firehose;

/// <summary>A delivery stream that runs: takes records, processes them in the service's order, gathers and delivers them.</summary>
internal sealed class DeliveryStream : IAsyncDisposable
{
    // The service's limit of partitions that are open at a time.
    private const int MostPartitions = 500;

    // Above it puts are told to slow down, and a stream is not read on.
    private const long MostPendingBytes = 512L * 1024 * 1024;

    private readonly FirehoseContext _context;
    private readonly Channel<object> _intake = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SourceProcessing _source;
    private readonly LambdaTransform? _transform;
    private readonly TimedBuffer<FirehoseRecord>? _untransformed;
    private readonly PartitionKeys? _partitions;
    private readonly S3Delivery? _backup;
    private readonly S3Delivery _failures;
    private readonly IRecordSink _sink;
    private readonly Queue<DeliveredObject> _delivered = [];
    private PutLog? _puts;
    private Task _working = Task.CompletedTask;
    private long _pendingBytes;

    public DeliveryStream(DeliveryStreamDefinition definition, FirehoseContext context, JqQuery? query)
    {
        Definition = definition;
        _context = context;
        Created = context.Clock.GetUtcNow();
        Metrics = new FirehoseMetrics(context.Metrics, definition.Name);
        _source = new SourceProcessing(definition.Processing);
        if (definition.Processing.Lambda is { } lambda)
        {
            _transform = new LambdaTransform(definition, lambda, Metrics, context);
            _untransformed = new TimedBuffer<FirehoseRecord>(
                lambda.Buffer, context.Clock, TransformEvent.SizeOf, TransformAsync, exception => context.Fault(definition.LogicalId, exception));
        }

        var destination = definition.Destination;
        _partitions = destination.IsPartitioned ? new PartitionKeys(destination, query) : null;
        var log = new DeliveryLog("DeliveryToS3", Metrics, context.Clock, Remember);
        _failures = new S3Delivery(
            definition, destination.S3, destination.S3.ErrorPrefix, new PlainFormat(Compression.None, delimited: false), log, context);
        _backup = destination.Backup is { } backup ? Backup(backup) : null;
        _sink = RecordSinks.For(definition, log, Metrics, context, Fail);
    }

    public DeliveryStreamDefinition Definition { get; }

    public FirehoseMetrics Metrics { get; }

    public DateTimeOffset Created { get; }

    /// <summary>Too much waits: nothing more is taken for now.</summary>
    public bool IsFull => Interlocked.Read(ref _pendingBytes) > MostPendingBytes;

    /// <summary>Good records that wait for their destination.</summary>
    public (int Count, long Bytes) Gathered => _sink.Gathered;

    /// <summary>Bytes taken and not yet delivered.</summary>
    public long PendingBytes => Interlocked.Read(ref _pendingBytes);

    /// <summary>The last objects that were put, oldest first; a copy.</summary>
    public IReadOnlyList<DeliveredObject> Delivered
    {
        get
        {
            lock (_delivered)
            {
                return [.. _delivered];
            }
        }
    }

    /// <summary>Starts; what an earlier run took by puts and did not deliver is taken again.</summary>
    public void Start()
    {
        _working = Task.Run(WorkAsync);
        if (Definition.SourceStreamArn is not null)
        {
            return;
        }

        _puts = PutLog.Open(Path.Combine(_context.Directory, Definition.Name), out var left);
        foreach (var put in left)
        {
            Accept(put.Records, put.Time, put.Settled);
        }
    }

    /// <summary>Takes records that are put directly.</summary>
    /// <returns>An id for each.</returns>
    public string[] Put(IReadOnlyList<byte[]> data)
    {
        var now = _context.Clock.GetUtcNow();
        Accept(data, now, _puts!.Append(now, data));
        Metrics.Add("IncomingRecords", data.Count);
        Metrics.Add("IncomingBytes", data.Sum(record => (double)record.Length));
        return [.. data.Select(_ => RecordIds.ForCaller())];
    }

    /// <summary>Takes records; what becomes of them is told to their receipts.</summary>
    public void Accept(IReadOnlyList<FirehoseRecord> records)
    {
        if (_backup is not null)
        {
            foreach (var record in records)
            {
                record.Receipt.Add(1);
            }
        }

        _intake.Writer.TryWrite(records);
    }

    /// <summary>Counts bytes as pending until a receipt says that they are dealt with.</summary>
    public Receipt Receive(int records, long bytes, Action? settled = null)
    {
        Interlocked.Add(ref _pendingBytes, bytes);
        return new Receipt(records, () =>
        {
            Interlocked.Add(ref _pendingBytes, -bytes);
            settled?.Invoke();
        });
    }

    /// <summary>Delivers what has been taken so far, without waiting for buffers to fill.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var marker = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_intake.Writer.TryWrite(marker))
        {
            await marker.Task.WaitAsync(cancellationToken);
        }

        await (_untransformed?.FlushAsync() ?? Task.CompletedTask).WaitAsync(cancellationToken);
        await Task.WhenAll(_sink.FlushAsync(), _backup?.FlushAsync() ?? Task.CompletedTask).WaitAsync(cancellationToken);
        await _failures.FlushAsync().WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _intake.Writer.TryComplete();
        await _working;
        await (_untransformed?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _sink.DisposeAsync();
        await (_backup?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _failures.DisposeAsync();
        await (_partitions?.DisposeAsync() ?? ValueTask.CompletedTask);
        _puts?.Dispose();
    }

    private void Accept(IReadOnlyList<byte[]> data, DateTimeOffset time, Action settled)
    {
        var receipt = Receive(data.Count, data.Sum(record => (long)record.Length), settled);
        Accept([.. data.Select(record => new FirehoseRecord
        {
            RecordId = RecordIds.Next(),
            Arrival = time,
            Data = record,
            Original = record,
            Receipt = receipt,
        })]);
    }

    private S3Delivery Backup(S3Target target)
    {
        var log = new DeliveryLog("BackupToS3", Metrics, _context.Clock, Remember);
        return new S3Delivery(Definition, target, target.Prefix, new PlainFormat(target.Compression, delimited: false), log, _context);
    }

    private async Task WorkAsync()
    {
        await foreach (object work in _intake.Reader.ReadAllAsync())
        {
            if (work is TaskCompletionSource marker)
            {
                marker.TrySetResult();
                continue;
            }

            try
            {
                await TakeAsync((IReadOnlyList<FirehoseRecord>)work);
            }
            catch (Exception exception)
            {
                _context.Fault(Definition.LogicalId, exception);
            }
        }
    }

    private async Task TakeAsync(IReadOnlyList<FirehoseRecord> records)
    {
        _backup?.TryAdd(PrefixValues.None, records.Select(record => new DeliveryItem(record.Original, record)));
        var (good, failed) = _source.Apply(records);
        Fail(failed);
        if (_untransformed is not null)
        {
            _untransformed.Add(good);
        }
        else
        {
            await RouteAsync(good);
        }
    }

    private async Task TransformAsync(IReadOnlyList<FirehoseRecord> records)
    {
        try
        {
            var (good, failed) = await _transform!.RunAsync(records);
            Fail(failed);
            await RouteAsync(good);
        }
        catch (OperationCanceledException) when (_context.Stopping.IsCancellationRequested)
        {
        }
    }

    private async Task RouteAsync(IReadOnlyList<FirehoseRecord> records)
    {
        if (_partitions is null)
        {
            _sink.TryAdd(PrefixValues.None, records, int.MaxValue);
            return;
        }

        try
        {
            var (good, failed) = await _partitions.FindAsync(records, _context.Stopping);
            Fail(failed);
            foreach (var partition in good.GroupBy(record => Definition.Destination.S3.Prefix.PartitionOf(record.Keys)))
            {
                if (!_sink.TryAdd(partition.First().Keys, partition, MostPartitions))
                {
                    Metrics.Add("PartitionCountExceeded", 1);
                    Fail([.. partition.Select(record => new FailedRecord(record, TooManyPartitions))]);
                }
            }
        }
        catch (OperationCanceledException) when (_context.Stopping.IsCancellationRequested)
        {
        }
    }

    private static RecordFailure TooManyPartitions { get; } =
        RecordFailure.Processing("DynamicPartitioning.ActivePartitionLimitExceeded", $"More than {MostPartitions} partitions are active.");

    private void Fail(IReadOnlyList<FailedRecord> failed)
    {
        var now = _context.Clock.GetUtcNow();
        foreach (var kind in failed.GroupBy(failure => failure.Failure.Type))
        {
            _failures.TryAdd(new PrefixValues { ErrorType = kind.Key }, kind.Select(failure => Line(failure, now)));
        }
    }

    private static DeliveryItem Line(FailedRecord failed, DateTimeOffset now) =>
        new(FailureLine.Write(failed.Record, failed.Failure, now), failed.Record);

    private void Remember(DeliveredObject delivered)
    {
        lock (_delivered)
        {
            _delivered.Enqueue(delivered);
            if (_delivered.Count > 100)
            {
                _delivered.Dequeue();
            }
        }
    }
}
