namespace Shardwise.Local.Firehose;

/// <summary>A record with the reason why it was not delivered.</summary>
internal sealed record FailedRecord(FirehoseRecord Record, RecordFailure Failure);
