using Shardwise.Kpl;

namespace Shardwise.Producer;

/// <summary>A shard that takes records; without an id, the whole stream.</summary>
internal sealed record OpenShard(string? Id, HashKeyRange Range)
{
    /// <summary>The whole stream, whose shards are not known.</summary>
    public static readonly OpenShard Unknown = new(null, HashKeyRange.All);

    /// <summary>The whole stream, whose service takes each record to a shard of its own choice.</summary>
    public static readonly OpenShard ChosenByService = Unknown with { IsChosenByService = true };

    /// <summary>Whether the service chooses the shard, whatever the keys: <c>RecordDistributionStrategy</c> is <c>AUTO</c>.</summary>
    public bool IsChosenByService { get; init; }
}
