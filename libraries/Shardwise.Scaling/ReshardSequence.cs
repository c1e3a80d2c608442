namespace Shardwise.Scaling;

/// <summary>Splits and merges that are under way, one at a time: any other operation may take their place between two of them.</summary>
/// <param name="Goal">The count of equal ranges they lead to.</param>
/// <param name="Capacity">As many equal shards have the capacity of the ranges that serve meanwhile.</param>
/// <param name="Ranges">Open shards now, of unequal width: what AWS judges the next operation by.</param>
public readonly record struct ReshardSequence(int Goal, int Capacity, int Ranges);
