using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>The four alarms of one channel that "Monitoring data delivery" in the Kinesis Data Streams developer guide recommends.</summary>
internal sealed class ChannelAlarms(StreamChannel channel, StreamChannelProps props)
{
    /// <summary>The names by which they are tuned.</summary>
    public static readonly string[] Names = ["Failed", "Freshness", "NothingDelivered", "DeadLetters"];

    // Writing takes a while once the time to gather is over, and a first retry may: only what is later than both is late.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    private readonly ChannelMetrics metrics = props.Destination.Metrics;
    private readonly AlarmSet alarms = new(channel, props.Alarms);
    private readonly TimeSpan late = LateAfter(props);

    // Asked for once: each crosses to the CDK's JavaScript, which is what synthesis spends its time on.
    private readonly Duration period = Duration.Minutes(Step.TotalMinutes);

    /// <summary>How old the oldest record that waits may be.</summary>
    public static TimeSpan LateAfter(StreamChannelProps props) => props.Freshness + Slack;

    public IReadOnlyList<Alarm> Make()
    {
        if (!props.Alarms.Enabled)
            return [];
        WatchFailures();
        WatchFreshness();
        WatchDeliveries();
        WatchDeadLetters();
        return alarms.Alarms;
    }

    private void WatchFailures() => alarms.Add(
        "FailedAlarm",
        "Records could not be delivered: the channel's log says why. Dead letters hold which records and why, and not the records themselves, which "
        + "are in the stream until its retention is over.",
        Metric(metrics.Failed, "Sum"),
        new AlarmThreshold(1, Datapoints: 1, Periods: 1, TreatMissingData.NOT_BREACHING));

    private void WatchFreshness() => alarms.Add(
        "FreshnessAlarm",
        $"Delivery is late: the oldest record has waited {PropsCheck.Number(late.TotalSeconds)} s, of which gathering explains "
        + $"{PropsCheck.Number(props.Freshness.TotalSeconds)} s. Look at the channel's log for what its role may not do, or a destination that "
        + "throttles.",
        Metric(metrics.Freshness, "Maximum"),
        new AlarmThreshold(late.TotalSeconds, Datapoints: 3, Periods: 3, TreatMissingData.NOT_BREACHING));

    // What is written in the first of these periods is overdue in the last of them. A stream that nobody writes to has nothing to deliver.
    private void WatchDeliveries()
    {
        var periods = 1 + (int)Math.Ceiling(late / Step);
        alarms.Add(
            "NothingDeliveredAlarm",
            $"For {PropsCheck.Number((Step * periods).TotalMinutes)} minutes the stream was written to and nothing of it was delivered. Look at the "
            + "channel's status and its reason (DescribeChannel): a channel that failed does not come back, and one that is made anew begins with "
            + "what is written then.",
            Both(
                Without("written", "delivered"), "written, and nothing delivered",
                ("written", channel.Stream.MetricIncomingRecords(Sum())), ("delivered", Metric(metrics.Delivered, "Sum"))),
            new AlarmThreshold(1, Datapoints: periods, Periods: periods, TreatMissingData.NOT_BREACHING));
    }

    private void WatchDeadLetters() => alarms.Add(
        "DeadLettersAlarm",
        "Records failed and no dead letter of them was written. Look whether the channel's role may write to the bucket of dead letters, and whose "
        + "it is.",
        Both(
            Without("failed", "letters"), "failed, and no dead letter",
            ("failed", Metric(metrics.Failed, "Sum")), ("letters", Metric(metrics.DeadLetters, "Sum"))),
        new AlarmThreshold(1, Datapoints: 2, Periods: 2, TreatMissingData.NOT_BREACHING));

    // A comparison of two time series takes what one of them lacks for 0, and TIME_SERIES lacks nothing ("Using math expressions with CloudWatch
    // metrics" in its user guide): so 0 stands also for a metric that never had a datapoint, as that of a channel which never delivered. What FILL
    // makes of a metric without any is not said.
    private static string Without(string some, string none) => $"IF({some} > TIME_SERIES(0) AND TIME_SERIES(1) > {none}, 1, 0)";

    private MathExpression Both(string expression, string label, params (string Name, IMetric Metric)[] used) => new(new MathExpressionProps
    {
        Expression = expression,
        UsingMetrics = used.ToDictionary(metric => metric.Name, metric => metric.Metric),
        Label = label,
        Period = period,
    });

    private MetricOptions Sum() => new() { Period = period, Statistic = "Sum" };

    private Metric Metric(string name, string statistic) => channel.Metric(name, new MetricOptions { Period = period, Statistic = statistic });
}
