namespace Shardwise.Consumers;

/// <summary>Which user records of a Kinesis record are done.</summary>
/// <param name="Position">The Kinesis record; <see cref="RecordPosition.IndexInBatch"/> means nothing here.</param>
/// <param name="Done">The sub-sequence numbers of those done, ascending.</param>
public sealed record RecordProgress(RecordPosition Position, IReadOnlyList<int> Done);
