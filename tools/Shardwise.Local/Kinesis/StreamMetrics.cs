namespace Shardwise.Local;

/// <summary>What Kinesis reports to CloudWatch, at stream level; throughput as a real stream would have it.</summary>
internal sealed class StreamMetrics(MetricStore store, double shardFraction)
{
    public const string Namespace = "AWS/Kinesis";

    /// <summary>One sample of a metric that the shard fraction scales.</summary>
    public void AddThroughput(StreamState stream, string metric, double value, DateTimeOffset at) => Add(stream, metric, value / shardFraction, at);

    /// <summary>One sample of a metric that is the same for a real stream.</summary>
    public void Add(StreamState stream, string metric, double value, DateTimeOffset at) =>
        store.Add(Namespace, metric, new Dictionary<string, string> { ["StreamName"] = stream.Name }, new MetricDatapoint(at, 1, value, value, value));
}
