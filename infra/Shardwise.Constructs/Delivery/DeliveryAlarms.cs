using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>The alarms of one delivery stream: those that fit its source, its destination and what it does in between.</summary>
internal sealed class DeliveryAlarms(FirehoseStream stream, FirehoseStreamProps props)
{
    // Delivery itself takes a while once a buffer is full, and a first retry may: only what is later than both is late.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    // Asked for once: each crosses to the CDK's JavaScript, which is what synthesis spends its time on.
    private static readonly Duration Period = Duration.Seconds(FirehoseLimits.LimitPeriodSeconds);

    /// <summary>All that there are, of which a delivery stream has those that fit it.</summary>
    public static readonly string[] Names =
    [
        "Freshness", "Success", "FailedRows", "Throttled", "BytesLimit", "RecordsLimit", "PutRequestsLimit", "Processing", "Conversion",
            "Partitions", "BackupFreshness",
    ];

    private readonly AlarmSet alarms = new(stream, props.Alarms);
    private readonly DeliveryDestination destination = props.Destination;

    public IReadOnlyList<Alarm> Make()
    {
        if (!props.Alarms.Enabled)
            return [];
        WatchDelivery();
        if (props.Source is DirectPutSource)
            WatchLimits();
        WatchProcessing();
        if (destination.EffectiveBackup == BackupMode.All)
            WatchFreshness("BackupFreshnessAlarm", "BackupToS3.DataFreshness", destination.Backup.Buffering.Interval, "The backup");
        return alarms.Alarms;
    }

    /// <summary>How long the oldest record may wait.</summary>
    public static TimeSpan LateAfter(DeliveryDestination destination) =>
        destination.BufferInterval + (destination.Processing.Transform?.BufferInterval ?? TimeSpan.Zero) + Slack;

    private void WatchDelivery()
    {
        WatchFreshness("FreshnessAlarm", destination.FreshnessMetric, LateAfter(destination) - Slack, "Delivery");
        // A share of attempts, from 0 to 1: one that fails is made again, and a quarter of an hour of failures is more than that mends. The guide
        // once said so outright; now it says "the sum of successful ..." and, of the average, that small drops are no loss. Should a sample be a
        // count after all, the average is at least 1 while anything succeeds, and 0 when nothing does: right too, but for failures in part.
        if (destination.SuccessIsAShare)
            alarms.Add(
                "SuccessAlarm",
                "More than 5 % of the attempts to deliver failed for a quarter of an hour. The delivery log says why.",
                Metric($"{destination.MetricPrefix}.Success", "Average"),
                new AlarmThreshold(0.95, Datapoints: 3, Periods: 3, TreatMissingData.NOT_BREACHING, ComparisonOperator.LESS_THAN_THRESHOLD));
        else
            alarms.Add(
                "FailedRowsAlarm",
                "Rows could not be delivered and were set aside in the backup bucket. The delivery log says why.",
                Metric($"{destination.MetricPrefix}.FailedRowCount", "Sum"),
                new AlarmThreshold(1, Datapoints: 1, Periods: 1, TreatMissingData.NOT_BREACHING));
    }

    // The oldest record waits for its buffer to fill, so up to the interval of that is no lateness at all. No datapoint: nothing waits.
    private void WatchFreshness(string id, string metric, TimeSpan interval, string what)
    {
        var late = interval + Slack;
        alarms.Add(
            id,
            $"{what} is late: the oldest record has waited {PropsCheck.Number(late.TotalSeconds)} s, of which buffering explains "
            + $"{PropsCheck.Number(interval.TotalSeconds)} s. The delivery log says what fails; if nothing does, ask for a higher quota.",
            Metric(metric, "Maximum"),
            new AlarmThreshold(late.TotalSeconds, Datapoints: 3, Periods: 3, TreatMissingData.NOT_BREACHING));
    }

    private void WatchLimits()
    {
        alarms.Add(
            "ThrottledAlarm",
            "Puts were throttled in three of the last five periods of five minutes: ask for a higher quota, or put less.",
            Metric("ThrottledRecords", "Sum"),
            new AlarmThreshold(1, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING));
        WatchLimit("Bytes");
        WatchLimit("Records");
        WatchLimit("PutRequests");
    }

    // The limit is one a second and the sum one of five minutes, so the sum is divided by the seconds of its period.
    private void WatchLimit(string what) => alarms.Add(
        $"{what}LimitAlarm",
        $"Producers use more than 80 % of the quota of {what} a second. Ask for a higher one before they are throttled.",
        new MathExpression(new MathExpressionProps
        {
            Expression = $"100 * (incoming / {FirehoseLimits.LimitPeriodSeconds}) / limit",
            UsingMetrics = new Dictionary<string, IMetric>
            {
                ["incoming"] = Metric($"Incoming{what}", "Sum"),
                ["limit"] = Metric($"{what}PerSecondLimit", "Minimum"),
            },
            Label = $"{what} a second, in percent of the quota",
            Period = Period,
        }),
        new AlarmThreshold(80, Datapoints: 3, Periods: 3, TreatMissingData.NOT_BREACHING));

    private void WatchProcessing()
    {
        if (destination.Processing.Transform is not null)
            alarms.Add(
                "ProcessingAlarm",
                "Calls of the transform failed in three of the last five periods of five minutes. Its own log says why.",
                Metric("ExecuteProcessing.Success", "Average"),
                new AlarmThreshold(1, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING, ComparisonOperator.LESS_THAN_THRESHOLD));
        if (destination.Converts)
            alarms.Add(
                "ConversionAlarm",
                "Records could not be converted by their schema and were set aside under the error prefix. Compare one of them with the Glue table.",
                Metric("FailedConversion.Records", "Sum"),
                new AlarmThreshold(1, Datapoints: 1, Periods: 1, TreatMissingData.NOT_BREACHING));
        if (destination.Partitions)
            alarms.Add(
                "PartitionsAlarm",
                "There are more active partitions than the quota allows: records beyond it were set aside under the error prefix. "
                + "Partition by fewer keys, or ask for more.",
                Metric("PartitionCountExceeded", "Maximum"),
                new AlarmThreshold(1, Datapoints: 1, Periods: 1, TreatMissingData.NOT_BREACHING));
    }

    private Metric Metric(string name, string statistic) => stream.Metric(name, new MetricOptions { Period = Period, Statistic = statistic });
}
