namespace Shardwise.Consumers;

/// <summary>One item that a sink can never take.</summary>
/// <param name="Position">The Kinesis record that it came in.</param>
/// <param name="SubSequenceNumber">The place within that record, from 0.</param>
/// <param name="Reason">Why, in words for a person.</param>
public readonly record struct RejectedItem(RecordPosition Position, int SubSequenceNumber, string Reason);
