namespace Shardwise.Constructs.Limits;

/// <summary>What AWS Lambda accepts of a function and of its event source mapping to a Kinesis stream.</summary>
/// <remarks>Sources: the Lambda API reference (CreateFunction, CreateEventSourceMapping) and "Lambda quotas" in the developer guide.</remarks>
public static class LambdaLimits
{
    /// <summary>The least memory of a function, in MB (CreateFunction).</summary>
    public const int MinMemoryMb = 128;

    /// <summary>The most memory of a function, in MB (CreateFunction).</summary>
    public const int MaxMemoryMb = 10_240;

    /// <summary>The shortest timeout of a function (CreateFunction).</summary>
    public static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The longest timeout of a function (Lambda quotas).</summary>
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(900);

    /// <summary>The longest handler, in characters (CreateFunction).</summary>
    public const int MaxHandlerLength = 128;

    /// <summary>The fewest records of a batch (CreateEventSourceMapping).</summary>
    public const int MinBatchSize = 1;

    /// <summary>The most records of a batch from a stream (CreateEventSourceMapping).</summary>
    public const int MaxBatchSize = 10_000;

    /// <summary>The longest time a batch is gathered (CreateEventSourceMapping).</summary>
    public static readonly TimeSpan MaxBatchingWindow = TimeSpan.FromSeconds(300);

    /// <summary>The shortest tumbling window (CreateEventSourceMapping, where 0 is none).</summary>
    public static readonly TimeSpan MinTumblingWindow = TimeSpan.FromSeconds(1);

    /// <summary>The longest tumbling window (CreateEventSourceMapping).</summary>
    public static readonly TimeSpan MaxTumblingWindow = TimeSpan.FromSeconds(900);

    /// <summary>The fewest batches of one shard in flight (CreateEventSourceMapping).</summary>
    public const int MinParallelizationFactor = 1;

    /// <summary>The most batches of one shard in flight (CreateEventSourceMapping).</summary>
    public const int MaxParallelizationFactor = 10;

    /// <summary>What says that a batch is tried again until its records are too old (CreateEventSourceMapping).</summary>
    public const int UnlimitedRetryAttempts = -1;

    /// <summary>The most retries of a batch, short of forever (CreateEventSourceMapping).</summary>
    public const int MaxRetryAttempts = 10_000;

    /// <summary>The least bound on a record's age (CreateEventSourceMapping).</summary>
    public static readonly TimeSpan MinRecordAge = TimeSpan.FromSeconds(60);

    /// <summary>The greatest bound on a record's age, a week (CreateEventSourceMapping).</summary>
    public static readonly TimeSpan MaxRecordAge = TimeSpan.FromSeconds(604_800);

    /// <summary>The longest name of a function, in characters (CreateFunction).</summary>
    public const int MaxNameLength = 64;

    /// <summary>The most layers of a function (Lambda quotas).</summary>
    public const int MaxLayers = 5;

    /// <summary>The most security groups of a function's network interfaces (Lambda quotas).</summary>
    public const int MaxSecurityGroups = 5;

    /// <summary>
    /// The least of <c>/tmp</c>, in MiB, and the most with SnapStart (CreateFunction; "Improving startup performance with Lambda SnapStart").
    /// </summary>
    public const int MinEphemeralStorageMiB = 512;

    /// <summary>The most of <c>/tmp</c>, in MiB (CreateFunction).</summary>
    public const int MaxEphemeralStorageMiB = 10_240;

    /// <summary>The most filters of a mapping that the API takes; an account has 5 by default (CreateEventSourceMapping; "Lambda quotas").</summary>
    public const int MaxFilters = 20;

    /// <summary>The longest pattern of a filter, in characters (CreateEventSourceMapping).</summary>
    public const int MaxFilterLength = 4_096;

    /// <summary>The most memory of a function on Managed Instances, in MB (CreateFunction, whose model has it since they are there).</summary>
    public const int MaxManagedMemoryMb = 32_768;

    /// <summary>The longest timeout of a function on Managed Instances (Lambda Managed Instances).</summary>
    public static readonly TimeSpan MaxManagedTimeout = TimeSpan.FromSeconds(5_400);

    /// <summary>The least memory of a virtual processor of Managed Instances, in GiB (LambdaManagedInstancesCapacityProviderConfig).</summary>
    public const double MinManagedMemoryGiBPerVcpu = 2;

    /// <summary>The most memory of a virtual processor of Managed Instances, in GiB (LambdaManagedInstancesCapacityProviderConfig).</summary>
    public const double MaxManagedMemoryGiBPerVcpu = 8;

    /// <summary>The most calls that one process on Managed Instances takes at once (LambdaManagedInstancesCapacityProviderConfig).</summary>
    public const int MaxManagedConcurrency = 1_600;
}
