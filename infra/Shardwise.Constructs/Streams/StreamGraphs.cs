using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;

namespace Shardwise.Constructs.Streams;

/// <summary>The graphs of a stream, whoever made it.</summary>
internal static class StreamGraphs
{
    public static IReadOnlyList<IWidget> Of(IDataStream stream, IHorizontalAnnotation[] bytesLines, IHorizontalAnnotation[] recordsLines) =>
    [
        Graph.Of(
            "Bytes in", "MiB/s",
            [Graph.PerSecond("in", stream.MetricIncomingBytes(Graph.Drawn("in", "Sum")), KinesisLimits.ShardBytesPerSecond)],
            bytesLines),
        Graph.Of(
            "Records in", "records/s",
            [Graph.PerSecond("in", stream.MetricIncomingRecords(Graph.Drawn("in", "Sum")))],
            recordsLines),
        Graph.Of(
            "Iterator age", "ms",
            [stream.MetricIteratorAge(Graph.Drawn("oldest reader", "Maximum"))],
            Graph.AgeLines(stream.Retention, stream.MaxDelay)),
        Graph.Of(
            "Turned away", "calls or records",
            stream.MetricWriteThrottles(Graph.Drawn("writes throttled", "Sum")),
            stream.MetricReadThrottles(Graph.Drawn("reads throttled", "Sum")),
            stream.MetricPutFailures(Graph.Drawn("puts failed", "Sum"))),
        Graph.Of(
            "Bytes out", "MiB/s",
            Graph.PerSecond("GetRecords", stream.Metric("GetRecords.Bytes", Graph.Drawn("GetRecords", "Sum")), KinesisLimits.ShardBytesPerSecond)),
        Graph.Of("Latency of puts", "ms", stream.Metric("PutRecords.Latency", Graph.Drawn("PutRecords", "Average")),
            stream.Metric("PutRecord.Latency", Graph.Drawn("PutRecord", "Average"))),
    ];
}
