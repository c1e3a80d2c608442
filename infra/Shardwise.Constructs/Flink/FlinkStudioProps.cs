using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Flink;

/// <summary>What a <see cref="FlinkStudio"/> is made of.</summary>
public sealed record FlinkStudioProps
{
    /// <summary>The physical name of the notebook.</summary>
    /// <value>1 to 128 of <c>a-z A-Z 0-9 _ . -</c>. The default lets CloudFormation choose one.</value>
    public string? ApplicationName { get; init; }

    /// <summary>What the notebook is for.</summary>
    /// <value>At most 1,024 characters. The default is none.</value>
    public string? Description { get; init; }

    /// <summary>A database of the Glue catalogue, there already, that holds the notebook's tables.</summary>
    /// <value>The default makes one.</value>
    public string? DatabaseName { get; init; }

    /// <summary>The Kinesis streams that the notebook reads.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<IStream> Sources { get; init; } = [];

    /// <summary>The Kinesis streams that the notebook writes to.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<IStream> Sinks { get; init; } = [];

    /// <summary>What the notebook uses beside Flink.</summary>
    /// <value>At most 50. The default is <see cref="StudioArtifact.KinesisConnector"/>.</value>
    public IReadOnlyList<StudioArtifact> Artifacts { get; init; } = [StudioArtifact.KinesisConnector];

    /// <summary>How many subtasks each task runs as.</summary>
    /// <value>At least 1, and at most <see cref="ParallelismPerKpu"/> times 64. The default is 4, which is the console's.</value>
    public double Parallelism { get; init; } = ConstructDefaults.Current.StudioParallelism;

    /// <summary>How many subtasks share a KPU: one virtual processor and 4 GB.</summary>
    /// <value>1 to 8. The default is 1.</value>
    public double ParallelismPerKpu { get; init; } = ConstructDefaults.Current.StudioParallelismPerKpu;

    /// <summary>How the notebook reaches what is inside a VPC.</summary>
    /// <value>The default is not at all.</value>
    public FlinkVpc? Vpc { get; init; }

    /// <summary>What goes to the log.</summary>
    /// <value>The default is <see cref="FlinkLogLevel.Info"/>.</value>
    public FlinkLogLevel LogLevel { get; init; } = ConstructDefaults.Current.StudioLogLevel;

    /// <summary>How long the log is kept.</summary>
    /// <value>The default is one month.</value>
    public RetentionDays LogRetention { get; init; } = ConstructDefaults.Current.StudioLogRetention;

    /// <summary>Tags of the notebook and of what is made with it, beside <c>shardwise:construct</c>.</summary>
    /// <value>At most 49: the service takes 50 an application, and the construct holds one.</value>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"FlinkStudio '{id}' has invalid properties");
        check.Name(nameof(ApplicationName), ApplicationName, FlinkLimits.MaxNameLength);
        if (Description is { } description && !PropsCheck.IsToken(description))
            check.Require(
                description.Length <= FlinkLimits.MaxDescriptionLength, nameof(Description),
                $"{PropsCheck.Number(description.Length)} characters long",
                $"at most {PropsCheck.Number(FlinkLimits.MaxDescriptionLength)} characters");
        if (DatabaseName is { } database)
            check.Require(
                PropsCheck.IsToken(database) || database.Length is > 0 and <= FlinkLimits.MaxDatabaseNameLength, nameof(DatabaseName),
                $"'{database}'", $"1 to {FlinkLimits.MaxDatabaseNameLength} characters");
        check.Require(
            Artifacts.Count <= FlinkLimits.MaxArtifacts, nameof(Artifacts), $"{Artifacts.Count} artifacts",
            $"at most {FlinkLimits.MaxArtifacts}");
        for (var n = 0; n < Artifacts.Count; n++)
            Artifacts[n].Check(check, $"{nameof(Artifacts)}[{n}]");
        check.Whole(nameof(ParallelismPerKpu), ParallelismPerKpu, 1, FlinkLimits.MaxParallelismPerKpu);
        var perKpu = PropsCheck.IsToken(ParallelismPerKpu) ? FlinkLimits.MaxParallelismPerKpu : Math.Max(1, ParallelismPerKpu);
        check.Whole(nameof(Parallelism), Parallelism, 1, (int)perKpu * FlinkLimits.DefaultKpuQuota);
        Vpc?.Check(check);
        check.Tags(Tags, FlinkLimits.MaxTags);
        check.ThrowIfAny();
        return id;
    }
}
