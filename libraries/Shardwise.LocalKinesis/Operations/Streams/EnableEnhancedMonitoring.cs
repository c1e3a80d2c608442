namespace Shardwise.LocalKinesis.Operations;

/// <summary>Counts metrics shard by shard.</summary>
internal static class EnableEnhancedMonitoring
{
    public static readonly Operation Operation = new(
        "EnableEnhancedMonitoring",
        [Members.ShardLevelMetrics.Required(), Members.StreamName, Members.StreamArn, Operations.Operation.StreamId],
        call => ShardMetrics.Change(call, (counted, named) => counted.UnionWith(named)));
}
