using System.Buffers;
using Shardwise.Kpl;

namespace Shardwise.Consumers;

/// <summary>A batch's payloads, taken apart, and what has become of it so far. Several threads may tell it what they did.</summary>
internal sealed class Batch : IDisposable
{
    private static readonly ReadOptions ReportUnreadable = new() { UnreadablePayloads = UnreadablePayloadPolicy.Report };
    private static readonly ReadOptions PassUnreadable = new() { UnreadablePayloads = UnreadablePayloadPolicy.PassThrough };

    private readonly Lock _lock = new();
    private readonly List<BatchRecord> _records;
    private readonly AggregatedPayload[] _payloads;
    private readonly int[] _processed;
    private readonly BatchProgress? _progress;
    private readonly List<DeadLetter> _letters = [];
    private TimeSpan _retryTimeLeft;

    public Batch(List<BatchRecord> records, ConsumerContext context, ConsumerOptions options, BatchProgress? progress)
    {
        _records = records;
        _payloads = ReadAll(records, options.UnreadablePayloads == UnreadablePayloadHandling.PassThrough ? PassUnreadable : ReportUnreadable);
        _processed = new int[records.Count];
        _progress = progress;
        _retryTimeLeft = options.RetryTime;
        Context = context;
        if (_progress is not null)
        {
            _progress.Open(_payloads);
            SetAsideOutlasting(_progress);
        }
    }

    public ConsumerContext Context { get; }

    public IReadOnlyList<BatchRecord> Records => _records;

    /// <summary>What is said where the invocation's time ran short.</summary>
    public required string OutOfTime { get; init; }

    /// <summary>User records that are done: those that come again are not counted.</summary>
    public int Processed
    {
        get
        {
            var sum = 0;
            foreach (var processed in _processed.AsSpan(0, Context.StoppedAt?.IndexInBatch ?? _records.Count))
            {
                sum += processed;
            }

            return sum;
        }
    }

    /// <summary>Whether what becomes of each user record is kept, and its turns are told.</summary>
    public bool IsTracked => _progress is not null;

    public bool HasLetters => _letters.Count > 0;

    /// <summary>Those set aside that do not come again, in stream order.</summary>
    public IEnumerable<DeadLetter> Letters => _letters.Count == 0 ? [] : LettersInOrder();

    /// <summary>Why the batch stopped, in words for a person.</summary>
    public string? Reason { get; private set; }

    public AggregatedPayload PayloadAt(int place) => _payloads[place];

    public StreamRecord UserRecordAt(int place, int sub) => new(_payloads[place], sub, _records[place].Position);

    /// <summary>Why a payload cannot be taken apart, in words for a person; null where it was, or is handed over as it is.</summary>
    public string? ProblemOf(int place) => _payloads[place].Count == 0 ? $"The payload could not be decoded. {_payloads[place].Problem}" : null;

    /// <summary>Whether it is not to be processed: an earlier delivery has, or it outlasted too many.</summary>
    public bool IsSkipped(int place, int sub) => _progress is not null && _progress.IsSkipped(place, sub);

    /// <summary>Its first attempt begins.</summary>
    public void Begin(int place, int sub) => _progress?.Begin(place, sub);

    /// <summary>Its first attempt has ended.</summary>
    public void End(int place, int sub) => _progress?.End(place, sub);

    /// <summary>Its first attempt went on until time ran short.</summary>
    public void Outlasted(int place, int sub) => _progress?.Outlasted(place, sub);

    public void Done(int place, Range subs)
    {
        Interlocked.Add(ref _processed[place], subs.End.Value - subs.Start.Value);
        _progress?.Done(place, subs);
    }

    public void SetAside(StreamRecord record, int attempts, string reason) => Add(new DeadLetter
    {
        Position = record.Position,
        SubSequenceNumber = record.SubSequenceNumber,
        PartitionKey = record.PartitionKey,
        ExplicitHashKey = record.ExplicitHashKey,
        Attempts = attempts,
        Reason = reason,
        Payload = record.Data,
    });

    /// <summary>Sets aside what had been taken for done, until the sink refused it.</summary>
    public void SetAsideUndone(RejectedItem item)
    {
        var place = item.Position.IndexInBatch;
        Interlocked.Decrement(ref _processed[place]);
        SetAside(UserRecordAt(place, item.SubSequenceNumber), 1, item.Reason);
    }

    public void SetAsideWhole(int place, string reason) => Add(new DeadLetter
    {
        Position = _records[place].Position,
        SubSequenceNumber = 0,
        PartitionKey = _records[place].Position.PartitionKey,
        Attempts = 0,
        Reason = reason,
        Payload = _records[place].Payload,
    });

    public void StopAt(RecordPosition position, string reason)
    {
        lock (_lock)
        {
            if (Context.StoppedAt is null || position.IndexInBatch <= Context.StoppedAt.IndexInBatch)
            {
                Context.StopAt(position);
                Reason = reason;
            }
        }
    }

    public bool TryTakeRetryTime(ref TimeSpan wait)
    {
        lock (_lock)
        {
            if (_retryTimeLeft <= TimeSpan.Zero)
            {
                return false;
            }

            wait = wait < _retryTimeLeft ? wait : _retryTimeLeft;
            _retryTimeLeft -= wait;
            return true;
        }
    }

    public void Dispose()
    {
        foreach (var payload in _payloads)
        {
            payload.Dispose();
        }
    }

    // Apart from the property, so that LINQ is loaded when there are any.
    private IEnumerable<DeadLetter> LettersInOrder() => _letters
        .Where(letter => !Context.ComesAgain(letter.Position))
        .OrderBy(letter => letter.Position.IndexInBatch)
        .ThenBy(letter => letter.SubSequenceNumber);

    private void SetAsideOutlasting(BatchProgress progress)
    {
        foreach (var (place, sub, deliveries) in progress.Outlasting)
        {
            SetAside(
                UserRecordAt(place, sub),
                0,
                $"It outlasted {deliveries} deliveries: the time of each ran short while its first attempt was under way.");
        }
    }

    /// <summary>All at once, for their checksums are then computed side by side.</summary>
    private static AggregatedPayload[] ReadAll(List<BatchRecord> records, ReadOptions options)
    {
        // One has nothing to be side by side with: what a batch needs is neither rented nor, before a function's first answer, compiled.
        return records.Count == 1 ? [AggregatedRecord.Read(records[0].Payload, options)] : ReadMany(records, options);
    }

    private static AggregatedPayload[] ReadMany(List<BatchRecord> records, ReadOptions options)
    {
        var payloads = new AggregatedPayload[records.Count];
        var bytes = ArrayPool<ReadOnlyMemory<byte>>.Shared.Rent(records.Count);
        try
        {
            for (var place = 0; place < records.Count; place++)
            {
                bytes[place] = records[place].Payload;
            }

            AggregatedRecord.ReadBatch(bytes.AsSpan(0, records.Count), payloads, options);
        }
        finally
        {
            ArrayPool<ReadOnlyMemory<byte>>.Shared.Return(bytes, clearArray: true);
        }

        return payloads;
    }

    private void Add(DeadLetter letter)
    {
        lock (_lock)
        {
            _letters.Add(letter);
        }
    }
}
