using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Monitoring;

namespace Shardwise.Constructs.Flink;

/// <summary>The metrics of an application, each with the statistic that makes sense of it, unless the options say otherwise.</summary>
/// <remarks>
/// Source: "Metrics and dimensions" in the service's developer guide, with its note on Flink 2.2. The service sends those that fit the runtime
/// and the metrics level.
/// </remarks>
public static class FlinkMetrics
{
    /// <summary>A metric of the application.</summary>
    /// <param name="application">The application.</param>
    /// <param name="name">Its name in the namespace AWS/KinesisAnalytics, such as <c>lastCheckpointDuration</c>.</param>
    /// <param name="options">Period, statistic and the like; the default is the average over five minutes.</param>
    /// <returns>The metric, with the application's name as its dimension.</returns>
    public static Metric Metric(this IFlinkApplication application, string name, IMetricOptions? options = null) =>
        ServiceMetric.Of("AWS/KinesisAnalytics", name, options, ("Application", application.ApplicationName));

    /// <summary>The processor time of the task managers, in percent.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricCpuUtilization(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("cpuUtilization", "Maximum", options);

    /// <summary>The processor time of the task managers' containers, in percent: what scaling goes by.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricContainerCpuUtilization(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("containerCPUUtilization", "Average", options);

    /// <summary>The memory of the task managers' containers, in percent.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricContainerMemoryUtilization(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("containerMemoryUtilization", "Maximum", options);

    /// <summary>The disk of the task managers' containers, in percent.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricContainerDiskUtilization(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("containerDiskUtilization", "Maximum", options);

    /// <summary>The heap of the task managers, in percent.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricHeapMemoryUtilization(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("heapMemoryUtilization", "Maximum", options);

    /// <summary>The memory that Flink manages and uses, in bytes.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricManagedMemoryUsed(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("managedMemoryUsed", "Maximum", options);

    /// <summary>The memory that Flink manages, in bytes.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricManagedMemoryTotal(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("managedMemoryTotal", "Maximum", options);

    /// <summary>The share of the managed memory that is used.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricManagedMemoryUtilization(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("managedMemoryUtilization", "Maximum", options);

    /// <summary>The collections of old garbage since the start.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricOldGenerationGcCount(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("oldGenerationGCCount", "Maximum", options);

    /// <summary>The time that collecting old garbage has taken, in milliseconds.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricOldGenerationGcTime(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("oldGenerationGCTime", "Maximum", options);

    /// <summary>The live threads.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricThreadsCount(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("threadsCount", "Maximum", options);

    /// <summary>How long the last checkpoint took, in milliseconds.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricLastCheckpointDuration(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("lastCheckpointDuration", "Maximum", options);

    /// <summary>How large the last checkpoint was, in bytes.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricLastCheckpointSize(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("lastCheckpointSize", "Maximum", options);

    /// <summary>The checkpoints that failed since the start; what failed lately is its difference.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricNumberOfFailedCheckpoints(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("numberOfFailedCheckpoints", "Maximum", options);

    /// <summary>The records received since the start.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricNumRecordsIn(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("numRecordsIn", "Average", options);

    /// <summary>The records received a second.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricNumRecordsInPerSecond(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("numRecordsInPerSecond", "Average", options);

    /// <summary>The records emitted since the start.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricNumRecordsOut(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("numRecordsOut", "Average", options);

    /// <summary>The records emitted a second.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricNumRecordsOutPerSecond(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("numRecordsOutPerSecond", "Average", options);

    /// <summary>The records dropped since they came late, since the start.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricNumLateRecordsDropped(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("numLateRecordsDropped", "Average", options);

    /// <summary>The last watermark received, in milliseconds since 1970.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricCurrentInputWatermark(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("currentInputWatermark", "Minimum", options);

    /// <summary>The last watermark emitted, in milliseconds since 1970.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricCurrentOutputWatermark(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("currentOutputWatermark", "Minimum", options);

    /// <summary>How long of each second what comes next held the application back, in milliseconds.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricBackPressuredTimeMsPerSecond(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("backPressuredTimeMsPerSecond", "Maximum", options);

    /// <summary>How long of each second the application worked, in milliseconds.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricBusyTimeMsPerSecond(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("busyTimeMsPerSecond", "Maximum", options);

    /// <summary>How long of each second the application had nothing to do, in milliseconds.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricIdleTimeMsPerSecond(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("idleTimeMsPerSecond", "Minimum", options);

    /// <summary>The restarts since the start. From Flink 2.2.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricNumRestarts(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("numRestarts", "Maximum", options);

    /// <summary>How long the application has been restarting, in milliseconds. From Flink 2.2.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricRestartingTime(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("restartingTime", "Maximum", options);

    /// <summary>How long the application has been failing, in milliseconds. From Flink 2.2.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricFailingTime(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("failingTime", "Maximum", options);

    /// <summary>How long the application has been cancelling, in milliseconds. From Flink 2.2.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricCancellingTime(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("cancellingTime", "Maximum", options);

    /// <summary>How long the application has run without interruption, in milliseconds. From Flink 2.2.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricRunningTime(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("runningTime", "Maximum", options);

    /// <summary>The restarts since the start. Gone since Flink 2.2.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricFullRestarts(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("fullRestarts", "Maximum", options);

    /// <summary>How long the outage has lasted, in milliseconds: 0 while the application runs, -1 once it is done. Until Flink 2.1.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDowntime(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("downtime", "Maximum", options);

    /// <summary>How long the application has run without interruption, in milliseconds. Until Flink 2.1.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricUptime(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("uptime", "Maximum", options);

    /// <summary>The KPUs in use, with the one that orchestrates; a sample an hour.</summary>
    /// <param name="application">The application.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricKpus(this IFlinkApplication application, IMetricOptions? options = null) =>
        application.Named("KPUs", "Maximum", options, Duration.Hours(1));

    private static Metric Named(
        this IFlinkApplication application, string name, string statistic, IMetricOptions? options, Duration? period = null) =>
        application.Metric(name, options.OrStatistic(statistic, period));
}
