using Shardwise.Scaling;

namespace Shardwise.Scaler.Observing;

/// <summary>What CloudWatch knows of one minute.</summary>
internal readonly record struct MetricMinute(DateTimeOffset Start, double Bytes, double Records, double ThrottledRecords)
{
    public double AcceptedShards => Math.Max(Bytes / ShardCapacity.BytesPerMinute, Records / ShardCapacity.RecordsPerMinute);
}
