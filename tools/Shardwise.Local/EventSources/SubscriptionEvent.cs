namespace Shardwise.Local.EventSources;

/// <summary>What SubscribeToShard pushes.</summary>
/// <param name="Records">The records.</param>
/// <param name="ContinueAfter">The sequence number to go on behind; null at the shard's end.</param>
/// <param name="IsLast">Whether the shard is closed and this is the end of it.</param>
internal sealed record SubscriptionEvent(IReadOnlyList<StreamRecord> Records, string? ContinueAfter, bool IsLast);
