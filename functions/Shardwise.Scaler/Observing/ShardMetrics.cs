namespace Shardwise.Scaler.Observing;

/// <summary>The shard-level metrics that the scaler looks at while it looks for a hot range.</summary>
internal static class ShardMetrics
{
    public static readonly string[] Names = ["IncomingBytes", "IncomingRecords", "WriteProvisionedThroughputExceeded"];
}
