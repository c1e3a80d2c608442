namespace Shardwise.Constructs.Flink;

/// <summary>A version of Apache Flink that the service runs.</summary>
/// <remarks>
/// Source: RuntimeEnvironment in the API reference. Versions before 1.18 are no longer for new applications. CloudFormation replaces an application
/// whose version changes: see <see cref="FlinkApplicationProps.Runtime"/>.
/// </remarks>
public sealed record FlinkRuntime
{
    private FlinkRuntime(string name, Version version) => (Name, Version) = (name, version);

    /// <summary>Apache Flink 1.18.</summary>
    public static FlinkRuntime Flink118 { get; } = new("FLINK-1_18", new(1, 18));

    /// <summary>Apache Flink 1.19.</summary>
    public static FlinkRuntime Flink119 { get; } = new("FLINK-1_19", new(1, 19));

    /// <summary>Apache Flink 1.20.</summary>
    public static FlinkRuntime Flink120 { get; } = new("FLINK-1_20", new(1, 20));

    /// <summary>Apache Flink 2.2, which AWS recommends for a new application.</summary>
    public static FlinkRuntime Flink22 { get; } = new("FLINK-2_2", new(2, 2));

    /// <summary>Apache Flink 2.3.</summary>
    public static FlinkRuntime Flink23 { get; } = new("FLINK-2_3", new(2, 3));

    /// <summary>What the service calls it.</summary>
    public string Name { get; }

    /// <summary>The version of Apache Flink.</summary>
    public Version Version { get; }

    // fullRestarts is gone since 2.2, and downtime and uptime are about to be: "Flink 2.2 metric changes" in the developer guide.
    internal bool CountsByState => Version >= new Version(2, 2);
}
