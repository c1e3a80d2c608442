namespace Shardwise.LocalKinesis.Operations;

/// <summary>Stops counting metrics shard by shard.</summary>
internal static class DisableEnhancedMonitoring
{
    public static readonly Operation Operation = new(
        "DisableEnhancedMonitoring",
        [Members.ShardLevelMetrics.Required(), Members.StreamName, Members.StreamArn, Operations.Operation.StreamId],
        call => ShardMetrics.Change(call, (counted, named) => counted.ExceptWith(named)));
}
