namespace Shardwise.Consumers.Tests.Redelivery;

/// <summary>A Kinesis record of the stream.</summary>
public sealed record SentRecord(string Shard, string Sequence, string PartitionKey, byte[] Payload);
