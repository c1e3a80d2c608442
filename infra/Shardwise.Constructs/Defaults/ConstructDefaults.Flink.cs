using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Flink;

namespace Shardwise.Constructs.Defaults;

/// <content>Of Flink applications and notebooks.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>The version of Apache Flink.</summary>
    public abstract FlinkRuntime FlinkRuntime { get; }

    /// <summary>How many subtasks each task of an application runs as.</summary>
    public abstract double FlinkParallelism { get; }

    /// <summary>How many subtasks of an application share a KPU.</summary>
    public abstract double FlinkParallelismPerKpu { get; }

    /// <summary>Whether the service scales an application.</summary>
    public abstract bool FlinkAutoScaling { get; }

    /// <summary>Whether a snapshot is taken before an application is stopped or changed.</summary>
    public abstract bool FlinkSnapshots { get; }

    /// <summary>Whether the service takes a deployment back that does not run.</summary>
    public abstract bool FlinkSystemRollback { get; }

    /// <summary>Whether state that no operator claims any more may be left out.</summary>
    public abstract bool FlinkAllowNonRestoredState { get; }

    /// <summary>Whether an application makes checkpoints.</summary>
    public abstract bool FlinkCheckpointing { get; }

    /// <summary>How long after one checkpoint began the next one begins.</summary>
    public abstract TimeSpan FlinkCheckpointInterval { get; }

    /// <summary>How long there is no checkpoint at least.</summary>
    public abstract TimeSpan FlinkCheckpointMinPause { get; }

    /// <summary>What goes to an application's log.</summary>
    public abstract FlinkLogLevel FlinkLogLevel { get; }

    /// <summary>How long an application's log is kept.</summary>
    public abstract RetentionDays FlinkLogRetention { get; }

    /// <summary>How finely an application reports metrics.</summary>
    public abstract FlinkMetricsLevel FlinkMetricsLevel { get; }

    /// <summary>How many subtasks each task of a notebook runs as.</summary>
    public abstract double StudioParallelism { get; }

    /// <summary>How many subtasks of a notebook share a KPU.</summary>
    public abstract double StudioParallelismPerKpu { get; }

    /// <summary>What goes to a notebook's log.</summary>
    public abstract FlinkLogLevel StudioLogLevel { get; }

    /// <summary>How long a notebook's log is kept.</summary>
    public abstract RetentionDays StudioLogRetention { get; }

    /// <summary>The version of Flink SQL's connector to Kinesis in a notebook.</summary>
    public abstract string StudioConnectorVersion { get; }

    /// <summary>How far an application may be behind its streams before it is told.</summary>
    public abstract TimeSpan FlinkMaxDelay { get; }
}
