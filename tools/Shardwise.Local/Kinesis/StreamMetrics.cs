namespace Shardwise.Local;

/// <summary>Keeps what Kinesis reports to CloudWatch; throughput as a real stream would have it.</summary>
internal sealed class StreamMetrics(MetricStore store, double shardFraction)
{
    private const string Namespace = "AWS/Kinesis";

    /// <summary>One sample; where the shard fraction scales it, it is scaled back.</summary>
    public void Add(KinesisMetric metric)
    {
        var dimensions = new Dictionary<string, string> { ["StreamName"] = metric.StreamName };
        if (metric.ShardId is { } shard)
        {
            dimensions["ShardId"] = shard;
        }

        var value = IsTheSameForAnyShard(metric.Name) ? metric.Value : metric.Value / shardFraction;
        store.Add(Namespace, metric.Name, dimensions, new MetricDatapoint(metric.Timestamp, 1, value, value, value));
    }

    // Shares, ages, and reads refused: however small a shard is, it is read as often.
    private static bool IsTheSameForAnyShard(string name) =>
        name.EndsWith(".Success", StringComparison.Ordinal) || name.EndsWith("IteratorAgeMilliseconds", StringComparison.Ordinal)
            || name == "ReadProvisionedThroughputExceeded";
}
