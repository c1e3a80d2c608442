namespace Shardwise.Local.Firehose;

/// <summary>Where a record was in a Kinesis stream. The records of one aggregate share their number and count from 0 within it.</summary>
internal sealed record StreamPosition(string ShardId, string? PartitionKey, string SequenceNumber, int SubsequenceNumber);
