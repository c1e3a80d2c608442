namespace Shardwise.Local.EventSources;

/// <summary>A shard and the shards it was made from.</summary>
internal sealed record ShardInfo(string ShardId, IReadOnlyList<string> Parents);
