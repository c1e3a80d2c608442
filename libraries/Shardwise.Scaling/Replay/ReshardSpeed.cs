namespace Shardwise.Scaling.Replay;

/// <summary>How long an <c>UpdateShardCount</c> takes in a replay.</summary>
public enum ReshardSpeed
{
    /// <summary>2 minutes and 1 more for each 50 shards of difference, rounded up: what is seen today.</summary>
    Current,

    /// <summary>30 seconds a shard of difference: the older published figure, 1,000 shards to 2,000 in 30,000 s.</summary>
    Serial,
}
