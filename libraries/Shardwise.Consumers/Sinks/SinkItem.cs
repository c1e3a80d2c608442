namespace Shardwise.Consumers;

/// <summary>One thing to write, and where it came from.</summary>
/// <typeparam name="T">What is written.</typeparam>
/// <param name="Value">What is written.</param>
/// <param name="Position">The Kinesis record that it came in.</param>
/// <param name="SubSequenceNumber">The place within that record, from 0.</param>
/// <param name="Part">The place among the values of that user record, from 0; 0 where it holds one.</param>
public readonly record struct SinkItem<T>(T Value, RecordPosition Position, int SubSequenceNumber, int Part = 0)
{
    /// <summary><c>shard:sequence:subSequence</c>, and <c>:part</c> behind it for each part but the first: the same for each delivery.</summary>
    public string IdempotencyKey => IdempotencyKeys.Of(Position, SubSequenceNumber, Part);
}
