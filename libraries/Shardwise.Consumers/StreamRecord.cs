using Shardwise.Kpl;

namespace Shardwise.Consumers;

/// <summary>One user record as the producer put it, taken out of its aggregate when it came in one.</summary>
/// <remarks>A view of the invocation's payload, valid until the invocation ends: copy <see cref="Data"/> to keep it longer.</remarks>
public readonly struct StreamRecord
{
    private readonly UserRecord _userRecord;

    internal StreamRecord(UserRecord userRecord, RecordPosition position)
    {
        _userRecord = userRecord;
        Position = position;
    }

    /// <summary>The user's bytes.</summary>
    public ReadOnlyMemory<byte> Data => _userRecord.Data;

    /// <summary>The user record's own partition key. The Kinesis record's is the user's only where nothing was aggregated.</summary>
    public string PartitionKey => _userRecord.PartitionKey ?? Position.PartitionKey;

    /// <summary>The explicit hash key given to this user record inside an aggregate; <see langword="null"/> when none was.</summary>
    public string? ExplicitHashKey => _userRecord.ExplicitHashKey;

    /// <summary>The place within the enclosing Kinesis record, from 0.</summary>
    public int SubSequenceNumber => _userRecord.SubSequenceNumber;

    /// <summary>Where the enclosing Kinesis record stands in the stream.</summary>
    public RecordPosition Position { get; }

    /// <summary>
    /// <c>shard:sequence:subSequence</c>: the same for each delivery of this user record. A producer's own retry gets a new one.
    /// </summary>
    public string IdempotencyKey => $"{Position.ShardId}:{Position.SequenceNumber}:{SubSequenceNumber}";
}
