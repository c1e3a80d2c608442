using Shardwise.Kpl;
using Shardwise.Local.EventSources;

namespace Shardwise.Local.Firehose;

/// <summary>Reads a Kinesis stream for a delivery stream: every shard, parents before children, records of aggregates one by one.</summary>
internal sealed class StreamSource : IAsyncDisposable
{
    // The service reads each shard once a second. On a clock that runs fast a second is short: reads are no closer than this in real time.
    private static readonly TimeSpan ReadInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(50);
    private const int ReadLimit = 10_000;

    // What the service asks of the role that reads; it lists the shards by DescribeStream.
    private static readonly string[] ReadActions = ["kinesis:DescribeStream", "kinesis:GetShardIterator", "kinesis:GetRecords"];

    private readonly DeliveryStream _delivery;
    private readonly string _stream;
    private readonly KinesisClient _kinesis;
    private readonly Func<StreamSnapshot?> _snapshot;
    private readonly FirehoseContext _context;
    private readonly SourcePositions _positions;
    private readonly CancellationTokenSource _stopping;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ShardProgress> _shards = new(StringComparer.Ordinal);
    private Task _running = Task.CompletedTask;

    /// <param name="delivery">Takes the records.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="kinesis">Reads it.</param>
    /// <param name="snapshot">Looks at it without a call.</param>
    /// <param name="context">The pipeline.</param>
    public StreamSource(DeliveryStream delivery, string stream, KinesisClient kinesis, Func<StreamSnapshot?> snapshot, FirehoseContext context)
    {
        _delivery = delivery;
        _stream = stream;
        _kinesis = kinesis;
        _snapshot = snapshot;
        _context = context;
        _positions = SourcePositions.Open(Path.Combine(context.Directory, delivery.Definition.Name), delivery.Created);
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(context.Stopping);
    }

    public void Start() => _running = RunAsync(_stopping.Token);

    /// <summary>Completes when everything that the stream holds by now has been read and handed to the delivery stream.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var targets = (_snapshot()?.Shards ?? [])
            .Where(shard => shard.LastSequenceNumber is not null)
            .ToDictionary(shard => shard.ShardId, shard => shard.LastSequenceNumber!);
        while (targets.Any(target => !HasRead(target.Key, target.Value)))
        {
            await Task.Delay(ShortestInterval, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private bool HasRead(string shardId, string sequenceNumber)
    {
        lock (_lock)
        {
            return _shards.TryGetValue(shardId, out var shard) && shard.LastRead is { } read && SequenceNumber.Compare(read, sequenceNumber) >= 0;
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        bool said = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (Refusal() is { } refusal)
                {
                    throw new KinesisCallException("GetRecords", "AccessDeniedException", refusal);
                }

                await ReadAllAsync(cancellationToken);
                said = false;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (KinesisCallException exception)
            {
                if (!said && exception.Code is not "ProvisionedThroughputExceededException")
                {
                    _context.Say(_delivery.Definition.LogicalId, $"the stream {_stream} cannot be read: {exception.Message}; it is tried on");
                    said = true;
                }
            }

            await Task.WhenAll(Task.Delay(ReadInterval, _context.Clock, cancellationToken), Task.Delay(ShortestInterval, cancellationToken))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private string? Refusal() => ReadActions
        .Select(action => _context.Refusal(_delivery.Definition.SourceRoleArn, action, _delivery.Definition.SourceStreamArn!))
        .FirstOrDefault(refusal => refusal is not null);

    /// <summary>One read of each shard that has news; of all, a first time.</summary>
    private async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        var snapshot = _snapshot()?.Shards.ToDictionary(shard => shard.ShardId) ?? [];
        bool unknown = snapshot.Keys.Any(id => !_shards.ContainsKey(id));
        if (unknown || _shards.Count == 0)
        {
            foreach (var shard in await _kinesis.ListShardsAsync(_stream, cancellationToken))
            {
                lock (_lock)
                {
                    _shards.TryAdd(shard.ShardId, new ShardProgress(shard, new ReadPages(number => _positions.Set(shard.ShardId, number))));
                }
            }
        }

        foreach (var shard in _shards.Values.Where(shard => !shard.IsFinished && HasNews(shard, snapshot) && ParentsAreRead(shard)).ToList())
        {
            if (!_delivery.IsFull)
            {
                await ReadAsync(shard, cancellationToken);
            }
        }
    }

    private static bool HasNews(ShardProgress shard, Dictionary<string, ShardSnapshot> snapshot) =>
        !snapshot.TryGetValue(shard.Info.ShardId, out var now)
        || !now.IsOpen || shard.Iterator is null
        || (now.LastSequenceNumber is { } newest && (shard.LastRead is not { } read || SequenceNumber.Compare(newest, read) > 0));

    private bool ParentsAreRead(ShardProgress shard) =>
        shard.Info.Parents.All(parent => !_shards.TryGetValue(parent, out var older) || older.IsFinished);

    private async Task ReadAsync(ShardProgress shard, CancellationToken cancellationToken)
    {
        try
        {
            shard.Iterator ??= await IteratorAsync(shard, cancellationToken);
            var read = await _kinesis.GetRecordsAsync(shard.Iterator, ReadLimit, cancellationToken);
            shard.Iterator = read.NextIterator;
            if (read.Records.Count > 0)
            {
                Accept(shard, read.Records);
            }

            shard.IsFinished = read.NextIterator is null;
        }
        catch (KinesisCallException exception) when (exception.MayBeIterator)
        {
            shard.Iterator = null;
            if (shard.LastRead is null && exception.Code == "InvalidArgumentException")
            {
                // A position that the stream does not know is of another stream of its name.
                _positions.Forget(_delivery.Created);
            }

            throw;
        }
    }

    private Task<string> IteratorAsync(ShardProgress shard, CancellationToken cancellationToken)
    {
        string? after = shard.LastRead ?? KeptPosition(shard.Info.ShardId);
        return _kinesis.GetIteratorAsync(_stream, shard.Info.ShardId, after, after is null ? _positions.Since : null, cancellationToken);
    }

    // A shard that has not come so far is of a stream that has been made anew: what an earlier run kept says nothing of it.
    private string? KeptPosition(string shardId)
    {
        if (_positions.Of(shardId) is not { } position)
        {
            return null;
        }

        string? newest = _snapshot()?.Shards.FirstOrDefault(shard => shard.ShardId == shardId)?.LastSequenceNumber;
        if (newest is not null && SequenceNumber.Compare(newest, position) >= 0)
        {
            return position;
        }

        _positions.Forget(_delivery.Created);
        return null;
    }

    private void Accept(ShardProgress shard, IReadOnlyList<StreamRecord> page)
    {
        var data = page.Select(record => record.Data.GetBytesFromBase64()).ToList();
        long bytes = data.Sum(record => (long)record.Length);
        var settled = shard.Pages.Add(page[^1].SequenceNumber);
        // One more than there are records, until all of them are counted.
        var receipt = _delivery.Receive(1, bytes, settled);
        var records = new List<FirehoseRecord>(page.Count);
        for (int i = 0; i < page.Count; i++)
        {
            records.AddRange(Unfold(shard.Info.ShardId, page[i], data[i], receipt));
        }

        receipt.Add(records.Count);
        shard.LastRead = page[^1].SequenceNumber;
        _delivery.Metrics.Add("DataReadFromKinesisStream.Records", page.Count);
        _delivery.Metrics.Add("DataReadFromKinesisStream.Bytes", bytes);
        _delivery.Metrics.Add("KinesisMillisBehindLatest", Math.Max(0, (_context.Clock.GetUtcNow() - page[^1].Arrival).TotalMilliseconds));
        _delivery.Accept(records);
        receipt.Settle();
    }

    private static IEnumerable<FirehoseRecord> Unfold(string shardId, StreamRecord record, byte[] data, Receipt receipt)
    {
        using var payload = AggregatedRecord.Read(data);
        if (payload.Status != PayloadStatus.Aggregated)
        {
            return [Of(shardId, record, record.PartitionKey, data, 0, receipt)];
        }

        var records = new List<FirehoseRecord>(payload.Count);
        for (int i = 0; i < payload.Count; i++)
        {
            // A view of the record's own bytes, which nobody else has.
            var part = payload[i];
            records.Add(Of(shardId, record, part.PartitionKey ?? record.PartitionKey, part.Data, i, receipt));
        }

        return records;
    }

    private static FirehoseRecord Of(
        string shardId, StreamRecord record, string? partitionKey, ReadOnlyMemory<byte> data, int index, Receipt receipt) => new()
        {
            RecordId = RecordIds.Of(record.SequenceNumber, index),
            Arrival = record.Arrival,
            Data = data,
            Original = data,
            Receipt = receipt,
            Position = new StreamPosition(shardId, partitionKey, record.SequenceNumber, index),
        };

    private sealed class ShardProgress(ShardInfo info, ReadPages pages)
    {
        private string? _lastRead;

        public ShardInfo Info { get; } = info;

        public ReadPages Pages { get; } = pages;

        public string? Iterator { get; set; }

        public bool IsFinished { get; set; }

        public string? LastRead
        {
            get => Volatile.Read(ref _lastRead);
            set => Volatile.Write(ref _lastRead, value);
        }
    }
}
