namespace Shardwise.Scaler.Observing;

/// <summary>What one shard took in and turned away in one minute.</summary>
internal readonly record struct ShardMinute(string ShardId, DateTimeOffset Start, double Bytes, double Records, double ThrottledRecords);
