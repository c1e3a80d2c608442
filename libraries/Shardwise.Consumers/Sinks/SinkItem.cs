namespace Shardwise.Consumers;

/// <summary>One thing to write, and where it came from.</summary>
/// <typeparam name="T">What is written.</typeparam>
/// <param name="Value">What is written.</param>
/// <param name="Position">The Kinesis record that it came in.</param>
/// <param name="SubSequenceNumber">The place within that record, from 0.</param>
public readonly record struct SinkItem<T>(T Value, RecordPosition Position, int SubSequenceNumber)
{
    /// <summary><c>shard:sequence:subSequence</c>: the same for each delivery.</summary>
    public string IdempotencyKey => $"{Position.ShardId}:{Position.SequenceNumber}:{SubSequenceNumber}";
}
