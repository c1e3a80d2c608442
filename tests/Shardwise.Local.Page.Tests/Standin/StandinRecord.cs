namespace Shardwise.Local.Page.Tests.Standin;

/// <summary>A record of the stand-in's stream.</summary>
internal sealed record StandinRecord(string Shard, string SequenceNumber, string PartitionKey, DateTimeOffset ArrivedAt, byte[] Data);
