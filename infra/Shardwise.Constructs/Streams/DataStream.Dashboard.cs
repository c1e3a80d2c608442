using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <content>How the stream shows itself on a dashboard.</content>
public sealed partial class DataStream
{
    private readonly double? createdShards;

    /// <inheritdoc />
    public string DashboardTitle => $"Stream {Node.Id}";

    /// <summary>Whether an autoscaler changes the shard count, so that the count it was created with says nothing of its capacity.</summary>
    internal bool IsWatched { get; set; }

    /// <inheritdoc />
    public IReadOnlyList<IWidget> DashboardWidgets() =>
    [
        Graph.Of(
            "Bytes in", "MiB/s",
            [Graph.PerSecond("in", MetricIncomingBytes(Graph.Drawn("in", "Sum")), KinesisLimits.ShardBytesPerSecond)],
            CapacityLine(perShard: 1)),
        Graph.Of(
            "Records in", "records/s",
            [Graph.PerSecond("in", MetricIncomingRecords(Graph.Drawn("in", "Sum")))],
            CapacityLine(KinesisLimits.ShardRecordsPerSecond)),
        Graph.Of(
            "Iterator age", "ms",
            [MetricIteratorAge(Graph.Drawn("oldest reader", "Maximum"))],
            [Graph.Line(Retention.TotalMilliseconds / 2, "half of the retention"), Graph.Line(MaxDelay.TotalMilliseconds, "MaxDelay")]),
        Graph.Of(
            "Turned away", "calls or records",
            MetricWriteThrottles(Graph.Drawn("writes throttled", "Sum")),
            MetricReadThrottles(Graph.Drawn("reads throttled", "Sum")),
            MetricPutFailures(Graph.Drawn("puts failed", "Sum"))),
        Graph.Of(
            "Bytes out", "MiB/s",
            Graph.PerSecond("GetRecords", Metric("GetRecords.Bytes", Graph.Drawn("GetRecords", "Sum")), KinesisLimits.ShardBytesPerSecond)),
        Graph.Of("Latency of puts", "ms", Metric("PutRecords.Latency", Graph.Drawn("PutRecords", "Average")),
            Metric("PutRecord.Latency", Graph.Drawn("PutRecord", "Average"))),
    ];

    private IHorizontalAnnotation[] CapacityLine(double perShard) =>
        createdShards is { } shards && !IsWatched && !PropsCheck.IsToken(shards)
            ? [Graph.Line(shards * perShard, $"capacity of {PropsCheck.Number(shards)} shards")]
            : [];
}
