using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Flink;

/// <summary>What a <see cref="FlinkApplication"/> is made of.</summary>
public sealed record FlinkApplicationProps
{
    /// <summary>The application's code.</summary>
    public required FlinkCode Code { get; init; }

    /// <summary>The physical name of the application.</summary>
    /// <value>1 to 128 of <c>a-z A-Z 0-9 _ . -</c>. The default lets CloudFormation choose one.</value>
    public string? ApplicationName { get; init; }

    /// <summary>What the application does.</summary>
    /// <value>At most 1,024 characters. The default is none.</value>
    public string? Description { get; init; }

    /// <summary>The version of Apache Flink.</summary>
    /// <value>The default is <see cref="FlinkRuntime.Flink22"/>.</value>
    /// <remarks>
    /// Another version here is another application to CloudFormation: it makes a new one without the state and removes the old one with its
    /// snapshots, or fails where <see cref="ApplicationName"/> is taken. What runs is taken to another version in place, by UpdateApplication, before
    /// the template says so: docs/flink-video-network.md has the steps.
    /// </remarks>
    public FlinkRuntime Runtime { get; init; } = ConstructDefaults.Current.FlinkRuntime;

    /// <summary>The Kinesis streams that the application reads.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<IStream> Sources { get; init; } = [];

    /// <summary>The Kinesis streams that the application writes to.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<IStream> Sinks { get; init; } = [];

    /// <summary>What the application asks its runtime for, by group and key.</summary>
    /// <value>
    /// At most 50 groups of at most 50 properties; a group's id has 1 to 50 characters, a key 1 to 2,048 and a value at most 2,048. The default is
    /// none.
    /// </value>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> PropertyGroups { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>How many subtasks each task runs as; under <see cref="AutoScaling"/> where it starts, and the least.</summary>
    /// <value>At least 1, and at most <see cref="ParallelismPerKpu"/> times <see cref="KpuQuota"/>. The default is 1.</value>
    public double Parallelism { get; init; } = ConstructDefaults.Current.FlinkParallelism;

    /// <summary>How many subtasks share a KPU: one virtual processor and 4 GB.</summary>
    /// <value>1 to 8. The default is 1.</value>
    public double ParallelismPerKpu { get; init; } = ConstructDefaults.Current.FlinkParallelismPerKpu;

    /// <summary>How many KPUs the account lets one application have.</summary>
    /// <value>1 to 10,000. The default is 64, which holds until the account asks for more.</value>
    public double KpuQuota { get; init; } = FlinkLimits.DefaultKpuQuota;

    /// <summary>
    /// Whether the service doubles the parallelism after a quarter of an hour above 75 % of the processors, and halves it after six hours below 10 %.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool AutoScaling { get; init; } = ConstructDefaults.Current.FlinkAutoScaling;

    /// <summary>When the state is saved.</summary>
    /// <value>The default is every minute.</value>
    public FlinkCheckpoints Checkpoints { get; init; } = new();

    /// <summary>Whether a snapshot is taken before the application is stopped or changed.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Snapshots { get; init; } = ConstructDefaults.Current.FlinkSnapshots;

    /// <summary>What its snapshots are.</summary>
    /// <value>
    /// The default is the service's, <see cref="FlinkSnapshotMode.Legacy"/> for a new application. <see cref="FlinkSnapshotMode.Enhanced"/> needs
    /// Flink
    /// 1.20 or later, and an application that has it does not go back.
    /// </value>
    /// <remarks>
    /// Whoever deploys an application that runs, with <see cref="Snapshots"/>, then needs <c>kinesisanalytics:CreateSystemSnapshot</c> on it.
    /// Sources: "Set up enhanced snapshots" and "Upgrade an existing application to enhanced snapshots" in the developer guide.
    /// </remarks>
    public FlinkSnapshotMode? SnapshotMode { get; init; }

    /// <summary>Whether the service takes a deployment back that does not run.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool SystemRollback { get; init; } = ConstructDefaults.Current.FlinkSystemRollback;

    /// <summary>When the eight hours begin in which the service may patch the application and restart it, in UTC.</summary>
    /// <value>A whole minute. The default is the service's own for the region.</value>
    public TimeOnly? MaintenanceWindowStart { get; init; }

    /// <summary>The state that a changed application starts from.</summary>
    /// <value>The default is the service's: the latest snapshot where there are <see cref="Snapshots"/>.</value>
    public FlinkRestore? Restore { get; init; }

    /// <summary>Whether state that no operator claims any more may be left out.</summary>
    /// <value>The default is <see langword="false"/>: the deployment fails, and nothing is lost.</value>
    public bool AllowNonRestoredState { get; init; } = ConstructDefaults.Current.FlinkAllowNonRestoredState;

    /// <summary>How the application reaches what is inside a VPC.</summary>
    /// <value>The default is not at all.</value>
    public FlinkVpc? Vpc { get; init; }

    /// <summary>Your own key to encrypt the application's state and code with.</summary>
    /// <value>The default is a key that AWS owns.</value>
    /// <remarks>
    /// The key's policy must let the service use it: for a key that this app makes, the statements are added; for any other, a warning at synthesis
    /// holds them. They name the application where <see cref="ApplicationName"/> is given, and otherwise all applications of the account in the
    /// region, since the name is not known when the key is made. Whoever deploys needs <c>kms:DescribeKey</c>, <c>kms:Decrypt</c>,
    /// <c>kms:GenerateDataKey</c>, <c>kms:GenerateDataKeyWithoutPlaintext</c> and <c>kms:CreateGrant</c> on it. Source: "Key management" in the
    /// service's developer guide.
    /// </remarks>
    public IKey? EncryptionKey { get; init; }

    /// <summary>What goes to the log.</summary>
    /// <value>The default is <see cref="FlinkLogLevel.Info"/>.</value>
    public FlinkLogLevel LogLevel { get; init; } = ConstructDefaults.Current.FlinkLogLevel;

    /// <summary>How long the log is kept.</summary>
    /// <value>The default is one month.</value>
    public RetentionDays LogRetention { get; init; } = ConstructDefaults.Current.FlinkLogRetention;

    /// <summary>How finely metrics are reported.</summary>
    /// <value>The default is <see cref="FlinkMetricsLevel.Application"/>.</value>
    public FlinkMetricsLevel MetricsLevel { get; init; } = ConstructDefaults.Current.FlinkMetricsLevel;

    /// <summary>Tags of the application and of what is made with it, beside <c>shardwise:construct</c>.</summary>
    /// <value>At most 49: the service takes 50 an application, and the construct holds one.</value>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>How far the application may be behind its <see cref="Sources"/> before the alarm <c>Delay</c> says so.</summary>
    /// <value>Whole seconds, 1 s to 1 day. The default is 15 min, which is how long scaling waits before it acts.</value>
    public TimeSpan MaxDelay { get; init; } = ConstructDefaults.Current.FlinkMaxDelay;

    /// <summary>
    /// The alarms: <c>Outage</c>, <c>Delay</c>, <c>Restarts</c>, <c>Checkpoints</c> (that fail), <c>CheckpointDuration</c>, <c>Processor</c>,
    /// <c>Memory</c>.
    /// </summary>
    /// <value>The default makes those that fit the runtime and the sources, and tells nobody.</value>
    public AlarmSettings Alarms { get; init; } = new();

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"FlinkApplication '{id}' has invalid properties");
        check.Name(nameof(ApplicationName), ApplicationName, FlinkLimits.MaxNameLength);
        if (Description is { } description && !PropsCheck.IsToken(description))
            check.Require(
                description.Length <= FlinkLimits.MaxDescriptionLength, nameof(Description),
                $"{PropsCheck.Number(description.Length)} characters long",
                $"at most {PropsCheck.Number(FlinkLimits.MaxDescriptionLength)} characters");
        Code.Check(check, nameof(Code));
        CheckProperties(check);
        CheckParallelism(check);
        Checkpoints.Check(check);
        if (MaintenanceWindowStart is { } start)
            check.Require(
                start.Ticks % TimeSpan.TicksPerMinute == 0, nameof(MaintenanceWindowStart), FormattableString.Invariant($"{start:HH:mm:ss.fff}"),
                "a whole minute");
        check.Require(
            SnapshotMode != FlinkSnapshotMode.Enhanced || Runtime.Version >= FlinkLimits.MinEnhancedSnapshotVersion, nameof(SnapshotMode),
            $"{SnapshotMode}", $"Legacy, since Runtime is {Runtime.Name} and enhanced snapshots need Flink {FlinkLimits.MinEnhancedSnapshotVersion}");
        Restore?.Check(check, this);
        Vpc?.Check(check);
        check.Tags(Tags, FlinkLimits.MaxTags);
        check.Duration(nameof(MaxDelay), MaxDelay, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), DurationUnit.Seconds);
        Alarms.Check(check, "Outage", "Delay", "Restarts", "Checkpoints", "CheckpointDuration", "Processor", "Memory");
        check.ThrowIfAny();
        return id;
    }

    private void CheckParallelism(PropsCheck check)
    {
        check.Whole(nameof(ParallelismPerKpu), ParallelismPerKpu, 1, FlinkLimits.MaxParallelismPerKpu);
        check.Whole(nameof(KpuQuota), KpuQuota, 1, FlinkLimits.MaxKpuQuota);
        var (each, kpus) = (Or(ParallelismPerKpu, FlinkLimits.MaxParallelismPerKpu), Or(KpuQuota, FlinkLimits.MaxKpuQuota));
        check.Require(
            PropsCheck.IsToken(Parallelism) || (Parallelism >= 1 && Parallelism <= each * kpus && double.IsInteger(Parallelism)),
            nameof(Parallelism), PropsCheck.Number(Parallelism),
            $"a whole number from 1 to {PropsCheck.Number(each * kpus)}, which is KpuQuota times ParallelismPerKpu");
        const int fine = FlinkLimits.MaxParallelismOfParallelismMetrics;
        check.Require(
            MetricsLevel != FlinkMetricsLevel.Parallelism || PropsCheck.IsToken(Parallelism) || Parallelism <= fine,
            nameof(MetricsLevel), $"{MetricsLevel}",
            $"Application, Task or Operator, since Parallelism is above {fine}");
    }

    // What is only known at deployment may be as large as it can be.
    private static double Or(double value, double greatest) => PropsCheck.IsToken(value) ? greatest : value;

    private void CheckProperties(PropsCheck check)
    {
        const string path = nameof(PropertyGroups);
        check.Require(
            PropertyGroups.Count <= FlinkLimits.MaxPropertyGroups, path, $"{PropertyGroups.Count} groups",
            $"at most {FlinkLimits.MaxPropertyGroups}");
        foreach (var (group, properties) in PropertyGroups)
        {
            check.Require(
                PropsCheck.IsToken(group) || group.Length is > 0 and <= FlinkLimits.MaxPropertyGroupIdLength, $"{path} id", $"'{group}'",
                $"1 to {FlinkLimits.MaxPropertyGroupIdLength} characters");
            check.Require(
                properties.Count is > 0 and <= FlinkLimits.MaxPropertiesPerGroup, $"{path}['{group}']", $"{properties.Count} properties",
                $"1 to {FlinkLimits.MaxPropertiesPerGroup}");
            foreach (var (key, value) in properties)
                CheckProperty(check, $"{path}['{group}']", key, value);
        }
    }

    private static void CheckProperty(PropsCheck check, string path, string key, string value)
    {
        const int max = FlinkLimits.MaxPropertyLength;
        check.Require(
            PropsCheck.IsToken(key) || key.Length is > 0 and <= max, $"{path} key", $"{PropsCheck.Number(key.Length)} characters long",
            $"1 to {PropsCheck.Number(max)} characters");
        check.Require(
            PropsCheck.IsToken(value) || value.Length <= max, $"{path}['{key}']", $"{PropsCheck.Number(value.Length)} characters long",
            $"at most {PropsCheck.Number(max)} characters");
    }
}
