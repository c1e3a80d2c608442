using Shardwise.Kpl;

namespace Shardwise.Producer;

/// <summary>A shard that takes records; without an id, the whole stream whose shards are not known.</summary>
internal sealed record OpenShard(string? Id, HashKeyRange Range);
