using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Monitoring;

namespace Shardwise.Constructs.Flink;

/// <content>How the application shows itself on a dashboard.</content>
public sealed partial class FlinkApplication
{
    private readonly bool readsStreams;
    private readonly TimeSpan maxDelay;

    /// <inheritdoc />
    public string DashboardTitle => $"Flink application {Node.Id}";

    /// <inheritdoc />
    public IReadOnlyList<IWidget> DashboardWidgets()
    {
        Metric Drawn(string name, string label, string statistic = "Maximum") => this.Metric(name, Graph.Drawn(label, statistic));

        return
        [
            Runtime.CountsByState
                ? Graph.Of("Not running", "ms a minute", Drawn("restartingTime", "restarting"), Drawn("failingTime", "failing"))
                : Graph.Of("Not running", "ms", Drawn("downtime", "down")),
            Graph.Of("Restarts since the start", "restarts", Drawn(Runtime.CountsByState ? "numRestarts" : "fullRestarts", "restarts")),
            Graph.Of("Last checkpoint", "ms", Drawn("lastCheckpointDuration", "took")),
            Graph.Of("Failed checkpoints since the start", "checkpoints", Drawn("numberOfFailedCheckpoints", "failed")),
            Graph.Of("Processors and heap", "%", Drawn("containerCPUUtilization", "processors", "Average"), Drawn("heapMemoryUtilization", "heap")),
            .. Behind(),
            Graph.Of("Records", "a second", Drawn("numRecordsInPerSecond", "in", "Average"), Drawn("numRecordsOutPerSecond", "out", "Average")),
        ];
    }

    // The connector to Kinesis adds the stream to the application as a dimension, by names that differ from version to version: a query finds
    // them all.
    internal MathExpression MetricBehindStreams(Duration period) =>
        MetricQuery.Greatest("millisBehindLatest", "AWS/KinesisAnalytics", "Application", ApplicationName, period, "Milliseconds behind");

    private IEnumerable<GraphWidget> Behind() => readsStreams
        ? [Graph.Of("Behind its streams", "ms", [MetricBehindStreams(Duration.Minutes(1))], [Graph.Line(maxDelay.TotalMilliseconds, "MaxDelay")])]
        : [];
}
