namespace Shardwise.Producer;

/// <summary>Where a user record lies in its stream.</summary>
/// <param name="ShardId">The shard that took it.</param>
/// <param name="SequenceNumber">The sequence number of the Kinesis record that it is, or is a part of.</param>
/// <param name="SubSequenceNumber">Its place in the aggregate, from 0; null if it was sent as a Kinesis record of its own.</param>
/// <param name="Attempts">How often it was sent, the accepted time included.</param>
public readonly record struct ProducedRecord(string ShardId, string SequenceNumber, int? SubSequenceNumber, int Attempts);
