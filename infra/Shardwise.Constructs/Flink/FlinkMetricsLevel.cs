namespace Shardwise.Constructs.Flink;

/// <summary>How finely an application reports its metrics. Each level holds those above it, and costs more.</summary>
public enum FlinkMetricsLevel
{
    /// <summary>For the application as a whole.</summary>
    Application,

    /// <summary>For each task.</summary>
    Task,

    /// <summary>For each operator.</summary>
    Operator,

    /// <summary>For each parallel subtask; not above a parallelism of 64.</summary>
    Parallelism,
}
