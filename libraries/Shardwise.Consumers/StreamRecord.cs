using Shardwise.Kpl;

namespace Shardwise.Consumers;

/// <summary>One user record as the producer put it, taken out of its aggregate when it came in one.</summary>
/// <remarks>A view of the invocation's payload, valid until the invocation ends: copy <see cref="Data"/> to keep it longer.</remarks>
public readonly struct StreamRecord
{
    // Not the user record itself: that is six words to copy for each call, and most code looks at one or two of its members.
    private readonly AggregatedPayload _payload;

    internal StreamRecord(AggregatedPayload payload, int subSequenceNumber, RecordPosition position, int part = 0)
    {
        _payload = payload;
        SubSequenceNumber = subSequenceNumber;
        Position = position;
        Part = part;
    }

    /// <summary>The user's bytes.</summary>
    public ReadOnlyMemory<byte> Data => _payload.DataOf(SubSequenceNumber);

    /// <summary>
    /// The user record's own partition key, for the Kinesis record's is the user's only where nothing was aggregated; <see langword="null"/> for a
    /// record without one, which has no order among others.
    /// </summary>
    public string? PartitionKey => _payload[SubSequenceNumber].PartitionKey ?? Position.PartitionKey;

    /// <summary>The explicit hash key given to this user record inside an aggregate; <see langword="null"/> when none was.</summary>
    public string? ExplicitHashKey => _payload[SubSequenceNumber].ExplicitHashKey;

    /// <summary>The place within the enclosing Kinesis record, from 0.</summary>
    public int SubSequenceNumber { get; }

    /// <summary>Where the enclosing Kinesis record stands in the stream.</summary>
    public RecordPosition Position { get; }

    /// <summary>
    /// The place of the value, or the log event, that is processed among those of this user record, from 0; 0 where a record holds one.
    /// </summary>
    public int Part { get; }

    /// <summary>
    /// <c>shard:sequence:subSequence</c>, and <c>:part</c> behind it for each part but the first: the same for each delivery of this user record. A
    /// producer's own retry gets a new one.
    /// </summary>
    public string IdempotencyKey => IdempotencyKeys.Of(Position, SubSequenceNumber, Part);

    internal StreamRecord WithPart(int part) => new(_payload, SubSequenceNumber, Position, part);
}
