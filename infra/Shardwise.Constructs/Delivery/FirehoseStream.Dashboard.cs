using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;

namespace Shardwise.Constructs.Delivery;

/// <content>How the delivery stream shows itself on a dashboard.</content>
public sealed partial class FirehoseStream
{
    private readonly DeliveryDestination destination;

    /// <inheritdoc />
    public string DashboardTitle => $"Delivery stream {Node.Id}";

    /// <inheritdoc />
    public IReadOnlyList<IWidget> DashboardWidgets()
    {
        var late = DeliveryAlarms.LateAfter(destination);
        return
        [
            Graph.Of("Freshness", "s", [Drawn(destination.FreshnessMetric, "oldest record", "Maximum")], [Graph.Line(late.TotalSeconds, "late")]),
            destination.SuccessIsAShare
                ? Graph.Of("Attempts that succeeded", "share", Drawn($"{destination.MetricPrefix}.Success", "share", "Average"))
                : Graph.Of("Failed rows", "rows", Drawn($"{destination.MetricPrefix}.FailedRowCount", "failed", "Sum")),
            Incoming(),
            .. Throttled(),
            .. Processed(),
        ];
    }

    private GraphWidget Incoming()
    {
        var metric = source switch
        {
            DirectPutSource => "IncomingBytes",
            KinesisSource => "DataReadFromKinesisStream.Bytes",
            _ => "DataReadFromSource.Bytes",
        };
        return Graph.Of("In", "MiB/s", Graph.PerSecond("in", Drawn(metric, "in", "Sum"), KinesisLimits.ShardBytesPerSecond));
    }

    private IEnumerable<GraphWidget> Throttled() => source switch
    {
        DirectPutSource => [Graph.Of("Throttled", "records", Drawn("ThrottledRecords", "records", "Sum"))],
        KinesisSource =>
        [
            Graph.Of("Behind the stream", "ms", Drawn("KinesisMillisBehindLatest", "behind", "Maximum")),
            Graph.Of("Throttled reads", "calls", Drawn("ThrottledGetRecords", "GetRecords", "Sum")),
        ],
        _ => [],
    };

    private IEnumerable<GraphWidget> Processed()
    {
        if (destination.Processing.Transform is not null)
            yield return Graph.Of("Calls of the transform that succeeded", "share", Drawn("ExecuteProcessing.Success", "share", "Average"));
        if (destination.Partitions)
            yield return Graph.Of("Active partitions", "partitions", Drawn("PartitionCount", "partitions", "Maximum"));
        if (destination.EffectiveBackup == BackupMode.All)
            yield return Graph.Of("Freshness of the backup", "s", Drawn("BackupToS3.DataFreshness", "oldest record", "Maximum"));
    }

    // Firehose counts by five minutes.
    private Metric Drawn(string name, string label, string statistic) =>
        this.Metric(name, new MetricOptions { Label = label, Statistic = statistic, Period = Duration.Minutes(5) });
}
