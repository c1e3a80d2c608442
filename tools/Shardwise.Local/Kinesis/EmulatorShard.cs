namespace Shardwise.Local;

/// <summary>A shard as the emulator's ListShards tells it.</summary>
internal sealed record EmulatorShard(string ShardId, UInt128 Start, UInt128 End, bool IsOpen);
