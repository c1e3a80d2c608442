using Constructs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisAnalyticsV2.CfnApplication;

namespace Shardwise.Constructs.Flink;

/// <summary>What a Studio notebook uses beside Flink: a connector, a library, functions of your own.</summary>
public sealed record StudioArtifact
{
    private readonly MavenReferenceProperty? maven;
    private readonly FlinkCode? code;
    private readonly string type = "DEPENDENCY_JAR";

    private StudioArtifact(MavenReferenceProperty maven) => this.maven = maven;

    private StudioArtifact(FlinkCode code, string type) => (this.code, this.type) = (code, type);

    /// <summary>The connector by which Flink SQL reads and writes Kinesis streams, in the version that fits Zeppelin 3.</summary>
    public static StudioArtifact KinesisConnector =>
        Maven("org.apache.flink", "flink-sql-connector-kinesis", ConstructDefaults.Current.StudioConnectorVersion);

    /// <summary>A library of Maven Central.</summary>
    /// <param name="groupId">Its group, such as <c>org.apache.flink</c>.</param>
    /// <param name="artifactId">Its name there.</param>
    /// <param name="version">Its version.</param>
    /// <returns>The artifact.</returns>
    public static StudioArtifact Maven(string groupId, string artifactId, string version) =>
        new(new MavenReferenceProperty { GroupId = groupId, ArtifactId = artifactId, Version = version });

    /// <summary>A library in a jar.</summary>
    /// <param name="code">The jar.</param>
    /// <returns>The artifact.</returns>
    public static StudioArtifact Jar(FlinkCode code) => new(code, "DEPENDENCY_JAR");

    /// <summary>Functions of your own in a jar.</summary>
    /// <param name="code">The jar.</param>
    /// <returns>The artifact.</returns>
    public static StudioArtifact Functions(FlinkCode code) => new(code, "UDF");

    internal void Check(PropsCheck check, string property)
    {
        code?.Check(check, property);
        foreach (var (part, value) in maven is null
            ? Array.Empty<(string, string)>()
            : [("group", maven.GroupId), ("artifact", maven.ArtifactId), ("version", maven.Version)])
            check.Require(value.Length > 0, $"{property} {part}", "''", "at least one character");
    }

    internal CustomArtifactConfigurationProperty Bind(Construct scope, string id, FlinkPolicy policy) => new()
    {
        ArtifactType = type,
        MavenReference = maven,
        S3ContentLocation = code?.Bind(scope, id, policy),
    };
}
