namespace Shardwise.Scaler.Deciding;

internal enum ActionKind
{
    UpdateShardCount,
    SplitShard,
    MergeShards,
    UpdateStreamWarmThroughput,
    EnableEnhancedMonitoring,
    DisableEnhancedMonitoring,
}
