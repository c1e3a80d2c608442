using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Flink;

namespace Shardwise.Constructs.Defaults;

/// <content>Of Flink applications and notebooks.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>2.2, which AWS recommends for a new application.</remarks>
    public override FlinkRuntime FlinkRuntime => FlinkRuntime.Flink22;

    /// <inheritdoc />
    /// <remarks>1.</remarks>
    public override double FlinkParallelism => 1;

    /// <inheritdoc />
    /// <remarks>1.</remarks>
    public override double FlinkParallelismPerKpu => 1;

    /// <inheritdoc />
    /// <remarks>Yes.</remarks>
    public override bool FlinkAutoScaling => true;

    /// <inheritdoc />
    /// <remarks>Yes.</remarks>
    public override bool FlinkSnapshots => true;

    /// <inheritdoc />
    /// <remarks>Yes.</remarks>
    public override bool FlinkSystemRollback => true;

    /// <inheritdoc />
    /// <remarks>No: the deployment fails, and nothing is lost.</remarks>
    public override bool FlinkAllowNonRestoredState => false;

    /// <inheritdoc />
    /// <remarks>Yes.</remarks>
    public override bool FlinkCheckpointing => true;

    /// <inheritdoc />
    /// <remarks>60 s, the service's own.</remarks>
    public override TimeSpan FlinkCheckpointInterval => TimeSpan.FromSeconds(60);

    /// <inheritdoc />
    /// <remarks>5 s, the service's own.</remarks>
    public override TimeSpan FlinkCheckpointMinPause => TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    /// <remarks>What informs, and what is worse.</remarks>
    public override FlinkLogLevel FlinkLogLevel => FlinkLogLevel.Info;

    /// <inheritdoc />
    /// <remarks>One month.</remarks>
    public override RetentionDays FlinkLogRetention => RetentionDays.ONE_MONTH;

    /// <inheritdoc />
    /// <remarks>By application.</remarks>
    public override FlinkMetricsLevel FlinkMetricsLevel => FlinkMetricsLevel.Application;

    /// <inheritdoc />
    /// <remarks>4, which is the console's.</remarks>
    public override double StudioParallelism => 4;

    /// <inheritdoc />
    /// <remarks>1.</remarks>
    public override double StudioParallelismPerKpu => 1;

    /// <inheritdoc />
    /// <remarks>What informs, and what is worse.</remarks>
    public override FlinkLogLevel StudioLogLevel => FlinkLogLevel.Info;

    /// <inheritdoc />
    /// <remarks>One month.</remarks>
    public override RetentionDays StudioLogRetention => RetentionDays.ONE_MONTH;

    /// <inheritdoc />
    /// <remarks>1.15.4, which fits Zeppelin 3.</remarks>
    public override string StudioConnectorVersion => "1.15.4";

    /// <inheritdoc />
    /// <remarks>15 min, which is how long scaling waits before it acts.</remarks>
    public override TimeSpan FlinkMaxDelay => TimeSpan.FromMinutes(15);
}
