namespace Shardwise.Constructs.Limits;

/// <summary>What Amazon Managed Service for Apache Flink accepts of an application.</summary>
/// <remarks>
/// Sources: the API reference (CreateApplication and the data types it takes, as the service model of August 2026 has them), and in the developer
/// guide "Application scaling", "Checkpoints" and "Quota".
/// </remarks>
public static class FlinkLimits
{
    /// <summary>The longest name of an application, in characters (CreateApplication).</summary>
    public const int MaxNameLength = 128;

    /// <summary>The longest description of an application, in characters (CreateApplication).</summary>
    public const int MaxDescriptionLength = 1024;

    /// <summary>The most tags on one application (CreateApplication).</summary>
    public const int MaxTags = 50;

    /// <summary>The KPUs that an application may have until the account asks for more (Quota).</summary>
    public const int DefaultKpuQuota = 64;

    /// <summary>The most KPUs a quota is believed to be raised to: Shardwise's own, against a slip of the pen.</summary>
    public const int MaxKpuQuota = 10_000;

    /// <summary>The most subtasks a KPU runs (ParallelismConfiguration).</summary>
    public const int MaxParallelismPerKpu = 8;

    /// <summary>The most subtasks of an application whose metrics are reported by subtask (Application metrics level).</summary>
    public const int MaxParallelismOfParallelismMetrics = 64;

    /// <summary>The most groups of properties (EnvironmentProperties).</summary>
    public const int MaxPropertyGroups = 50;

    /// <summary>The most properties in a group (PropertyGroup).</summary>
    public const int MaxPropertiesPerGroup = 50;

    /// <summary>The longest id of a property group, in characters (PropertyGroup).</summary>
    public const int MaxPropertyGroupIdLength = 50;

    /// <summary>The longest key and the longest value of a property, in characters (PropertyGroup).</summary>
    public const int MaxPropertyLength = 2048;

    /// <summary>The shortest time between two checkpoints (CheckpointConfiguration).</summary>
    public static readonly TimeSpan MinCheckpointInterval = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest time between two checkpoints: a day, Shardwise's own. The service counts milliseconds and names no bound.</summary>
    public static readonly TimeSpan MaxCheckpointInterval = TimeSpan.FromDays(1);

    /// <summary>The longest name of a snapshot of an application, in characters (SnapshotDetails).</summary>
    public const int MaxSnapshotNameLength = 256;

    /// <summary>The longest name of an enhanced snapshot, in characters (How enhanced snapshots work).</summary>
    public const int MaxEnhancedSnapshotNameLength = 100;

    /// <summary>The oldest Flink whose snapshots may be enhanced (Set up enhanced snapshots).</summary>
    public static readonly Version MinEnhancedSnapshotVersion = new(1, 20);

    /// <summary>The most subnets of an application in a VPC (VpcConfiguration).</summary>
    public const int MaxSubnets = 16;

    /// <summary>The most security groups of an application in a VPC (VpcConfiguration).</summary>
    public const int MaxSecurityGroups = 5;

    /// <summary>The longest name of a Glue database, in characters (CreateDatabase in the Glue API reference).</summary>
    public const int MaxDatabaseNameLength = 255;

    /// <summary>The most dependencies of a Studio notebook (CustomArtifactsConfiguration).</summary>
    public const int MaxArtifacts = 50;
}
