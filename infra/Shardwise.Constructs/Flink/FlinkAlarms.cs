using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Flink;

/// <summary>The alarms of one application: those that fit its runtime and its settings.</summary>
/// <remarks>An application that is stopped reports nothing, and being stopped is no trouble: a missing datapoint never breaches.</remarks>
internal sealed class FlinkAlarms(FlinkApplication application, FlinkApplicationProps props)
{
    private static readonly AlarmThreshold Once = new(1, Datapoints: 1, Periods: 1, TreatMissingData.NOT_BREACHING);

    // Asked for once: each crosses to the CDK's JavaScript, which is what synthesis spends its time on.
    private static readonly Duration Minute = Duration.Minutes(1);
    private static readonly Duration FiveMinutes = Duration.Minutes(5);

    private readonly AlarmSet alarms = new(application, props.Alarms);

    public IReadOnlyList<Alarm> Make()
    {
        if (!props.Alarms.Enabled)
            return [];
        WatchOutages();
        if (props.Sources.Count > 0)
            WatchDelay();
        WatchRestarts();
        if (props.Checkpoints.Enabled)
            WatchCheckpoints();
        WatchResources();
        return alarms.Alarms;
    }

    // A deployment and the service's own patches restart an application too, within a minute or two.
    private void WatchOutages()
    {
        const string description = "The application has not been running for five minutes: it fails, or restarts again and again. Its log says why.";
        IMetric outage = props.Runtime.CountsByState
            ? new MathExpression(new MathExpressionProps
            {
                Expression = "restarting + failing",
                UsingMetrics = new Dictionary<string, IMetric>
                {
                    ["restarting"] = Metric("restartingTime", Minute),
                    ["failing"] = Metric("failingTime", Minute),
                },
                Label = "Milliseconds without running",
                Period = Minute,
            })
            : Metric("downtime", Minute);
        alarms.Add("OutageAlarm", description, outage, new AlarmThreshold(1, Datapoints: 5, Periods: 5, TreatMissingData.NOT_BREACHING));
    }

    // The furthest behind of all sources and shards. Until the connector knows, it says -1, which is not behind.
    private void WatchDelay() => alarms.Add(
        "DelayAlarm",
        $"The application is {DurationUnit.Seconds.Text(props.MaxDelay)} behind one of its streams, more than MaxDelay allows, for a quarter of an "
        + "hour. Look for back pressure and failing checkpoints; raise Parallelism where it is at its processors' limit.",
        application.MetricBehindStreams(FiveMinutes),
        new AlarmThreshold(props.MaxDelay.TotalMilliseconds, Datapoints: 3, Periods: 3, TreatMissingData.NOT_BREACHING));

    // The service counts from the application's start and never back: what it counted within a period is the difference.
    private void WatchRestarts() => alarms.Add(
        "RestartsAlarm",
        "The application restarted in three of the last six periods of five minutes. Its log says what it failed of.",
        Increase(props.Runtime.CountsByState ? "numRestarts" : "fullRestarts", "Restarts in five minutes"),
        Once with { Datapoints = 3, Periods = 6 });

    private void WatchCheckpoints()
    {
        alarms.Add(
            "CheckpointsAlarm",
            "Checkpoints failed in two of the last three periods of five minutes: a failure would take the application back further and further.",
            Increase("numberOfFailedCheckpoints", "Failed checkpoints in five minutes"),
            Once with { Datapoints = 2, Periods = 3 });
        var interval = props.Checkpoints.Interval;
        alarms.Add(
            "CheckpointDurationAlarm",
            $"A checkpoint takes more than half of the {PropsCheck.Number(interval.TotalSeconds)} s between two: "
            + "the state grows, or its storage lags.",
            Metric("lastCheckpointDuration", FiveMinutes),
            new AlarmThreshold(interval.TotalMilliseconds / 2, Datapoints: 3, Periods: 3, TreatMissingData.NOT_BREACHING));
    }

    private void WatchResources()
    {
        // Scaling acts after a quarter of an hour above 75 %, and takes a few minutes: what lasts longer is beyond what it can do.
        var (periods, why) = props.AutoScaling
            ? (6, "for half an hour, longer than scaling takes: it is at its quota, or cannot spread the load.")
            : (3, "for a quarter of an hour: raise Parallelism, or turn AutoScaling on.");
        alarms.Add(
            "ProcessorAlarm",
            $"The application uses more than 80 % of its processors {why}",
            Metric("containerCPUUtilization", FiveMinutes, "Average"),
            new AlarmThreshold(80, periods, periods, TreatMissingData.NOT_BREACHING));
        alarms.Add(
            "MemoryAlarm",
            "A task manager uses more than 90 % of its heap for a quarter of an hour: raise Parallelism, or lower ParallelismPerKpu.",
            Metric("heapMemoryUtilization", FiveMinutes),
            new AlarmThreshold(90, Datapoints: 3, Periods: 3, TreatMissingData.NOT_BREACHING));
    }

    private MathExpression Increase(string name, string label) => new(new MathExpressionProps
    {
        Expression = "DIFF(counted)",
        UsingMetrics = new Dictionary<string, IMetric> { ["counted"] = Metric(name, FiveMinutes) },
        Label = label,
        Period = FiveMinutes,
    });

    private Metric Metric(string name, Duration period, string statistic = "Maximum") =>
        application.Metric(name, new MetricOptions { Period = period, Statistic = statistic });
}
