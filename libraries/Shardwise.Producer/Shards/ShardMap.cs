namespace Shardwise.Producer;

/// <summary>What a read of the shard map told.</summary>
/// <param name="Shards">The open shards in the order of their ranges, or <see cref="OpenShard.ChosenByService"/> alone.</param>
/// <param name="Distribution">How the stream distributes its records.</param>
internal sealed record ShardMap(IReadOnlyList<OpenShard> Shards, Distribution Distribution);
