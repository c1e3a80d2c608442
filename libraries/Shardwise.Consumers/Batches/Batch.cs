using Shardwise.Kpl;

namespace Shardwise.Consumers;

/// <summary>A batch's payloads, taken apart, and what has become of it so far.</summary>
internal sealed class Batch(List<BatchRecord> records, ConsumerContext context, TimeSpan retryTime) : IDisposable
{
    private static readonly ReadOptions ReportUnreadable = new() { UnreadablePayloads = UnreadablePayloadPolicy.Report };

    private readonly AggregatedPayload[] _payloads = ReadAll(records);
    private readonly int[] _processed = new int[records.Count];
    private readonly List<DeadLetter> _letters = [];
    private TimeSpan _retryTimeLeft = retryTime;

    public IReadOnlyList<BatchRecord> Records => records;

    /// <summary>What each record holds, in their order.</summary>
    public IReadOnlyList<AggregatedPayload> Payloads => _payloads;

    public ConsumerContext Context => context;

    /// <summary>User records that are done: those that come again are not counted.</summary>
    public int Processed => _processed.Take(context.StoppedAt?.IndexInBatch ?? records.Count).Sum();

    /// <summary>Those set aside that do not come again.</summary>
    public IEnumerable<DeadLetter> Letters => _letters.Where(letter => !context.ComesAgain(letter.Position));

    /// <summary>Why the batch stopped, in words for a person.</summary>
    public string? Reason { get; private set; }

    public void Done(StreamRecord record) => _processed[record.Position.IndexInBatch]++;

    public void SetAside(StreamRecord record, int attempts, string reason) => _letters.Add(new DeadLetter
    {
        Position = record.Position,
        SubSequenceNumber = record.SubSequenceNumber,
        PartitionKey = record.PartitionKey,
        Attempts = attempts,
        Reason = reason,
        Payload = record.Data,
    });

    public void SetAsideWhole(RecordPosition position, ReadOnlyMemory<byte> payload, string? problem) => _letters.Add(new DeadLetter
    {
        Position = position,
        SubSequenceNumber = 0,
        PartitionKey = position.PartitionKey,
        Attempts = 0,
        Reason = $"The payload could not be decoded. {problem}",
        Payload = payload,
    });

    public void StopAt(RecordPosition position, string reason)
    {
        context.StopAt(position);
        Reason = reason;
    }

    public bool TryTakeRetryTime(ref TimeSpan wait)
    {
        if (_retryTimeLeft <= TimeSpan.Zero)
        {
            return false;
        }

        wait = wait < _retryTimeLeft ? wait : _retryTimeLeft;
        _retryTimeLeft -= wait;
        return true;
    }

    public void Dispose()
    {
        foreach (var payload in _payloads)
        {
            payload.Dispose();
        }
    }

    /// <summary>All at once, for their checksums are then computed side by side.</summary>
    private static AggregatedPayload[] ReadAll(List<BatchRecord> records)
    {
        var bytes = new ReadOnlyMemory<byte>[records.Count];
        for (var place = 0; place < bytes.Length; place++)
        {
            bytes[place] = records[place].Payload;
        }

        var payloads = new AggregatedPayload[bytes.Length];
        AggregatedRecord.ReadBatch(bytes, payloads, ReportUnreadable);
        return payloads;
    }
}
