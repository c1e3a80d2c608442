namespace Shardwise.Local.Firehose;

/// <summary>What one record adds to an object.</summary>
internal sealed record DeliveryItem(ReadOnlyMemory<byte> Body, FirehoseRecord Record);
