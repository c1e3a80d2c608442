using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Monitoring;

namespace Shardwise.Constructs.Consumers;

/// <content>How the consumer shows itself on a dashboard.</content>
public sealed partial class EtlConsumer
{
    private readonly double lateAfter;

    /// <inheritdoc />
    public string DashboardTitle => $"Consumer {Node.Id}";

    /// <inheritdoc />
    public IReadOnlyList<IWidget> DashboardWidgets() =>
    [
        Graph.Of(
            "Iterator age", "ms", [MetricIteratorAge(Graph.Drawn("last record of a batch", "Maximum"))],
                [Graph.Line(lateAfter, "half of the age at which records are given up")]),
        Graph.Of(
            "Calls", "calls",
            Function.MetricInvocations(Graph.Drawn("calls", "Sum")), Function.MetricErrors(Graph.Drawn("failed", "Sum")),
                Function.MetricThrottles(Graph.Drawn("throttled", "Sum"))),
        Graph.Of("Duration", "ms", Function.MetricDuration(Graph.Drawn("p50", "p50")), Function.MetricDuration(Graph.Drawn("p99", "p99"))),
        FailureQueue is { } queue
            ? Graph.Of("Failure queue", "messages", queue.MetricApproximateNumberOfMessagesVisible(Graph.Drawn("waiting", "Maximum")))
            : Graph.Of("Set aside", "records", MetricOfMapping("OnFailureDestinationDeliveredEventCount", Graph.Drawn("set aside", "Sum"))),
    ];
}
