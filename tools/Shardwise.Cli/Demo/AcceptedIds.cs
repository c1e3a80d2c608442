namespace Shardwise.Cli.Demo;

/// <summary>What went in: the ids that Kinesis accepted, and on which shard.</summary>
/// <param name="capacity">Ids are 0 to this - 1.</param>
public sealed class AcceptedIds(int capacity)
{
    private readonly ushort[] shardOf = new ushort[capacity];
    private readonly List<string> shards = [];

    /// <summary>The ids.</summary>
    public IdSet Ids { get; } = new(capacity);

    /// <summary>Notes an accepted click.</summary>
    /// <param name="number">Its running number.</param>
    /// <param name="shardId">The shard that took it.</param>
    public void Add(int number, string shardId)
    {
        var shard = shards.LastIndexOf(shardId);
        if (shard < 0)
        {
            shard = shards.Count;
            shards.Add(shardId);
        }

        Ids.Add(number);
        shardOf[number] = (ushort)shard;
    }

    /// <summary>The shard that took a click.</summary>
    /// <param name="number">An accepted click's running number.</param>
    public string ShardOf(int number) => shards[shardOf[number]];
}
