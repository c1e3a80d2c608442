using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisAnalyticsV2.CfnApplication;

namespace Shardwise.Constructs.Flink;

/// <summary>The state that an application starts from when a deployment changes it while it runs.</summary>
public sealed record FlinkRestore
{
    private const string Custom = "RESTORE_FROM_CUSTOM_SNAPSHOT";

    private readonly string type;
    private readonly string? name;

    private FlinkRestore(string type, string? name = null, string? arn = null) => (this.type, this.name, SnapshotArn) = (type, name, arn);

    /// <summary>None: it begins anew.</summary>
    public static FlinkRestore Skip { get; } = new("SKIP_RESTORE_FROM_SNAPSHOT");

    /// <summary>The latest snapshot, which the deployment takes before it changes anything.</summary>
    public static FlinkRestore Latest { get; } = new("RESTORE_FROM_LATEST_SNAPSHOT");

    /// <summary>A snapshot of your choice.</summary>
    /// <param name="name">
    /// Its name: 1 to 256 of <c>a-z A-Z 0-9 _ . -</c>, and at most 100 of them where snapshots are <see cref="FlinkSnapshotMode.Enhanced"/>.
    /// </param>
    /// <returns>The state.</returns>
    public static FlinkRestore From(string name) => new(Custom, name);

    /// <summary>An enhanced snapshot of your choice, also one of another application of the account and region.</summary>
    /// <param name="arn"><c>arn:aws:kinesisanalytics:REGION:ACCOUNT:snapshot/NAME</c>.</param>
    /// <returns>The state, for an application whose snapshots are <see cref="FlinkSnapshotMode.Enhanced"/>.</returns>
    public static FlinkRestore FromArn(string arn) => new(Custom, arn: arn);

    // Younger than Amazon.CDK.Lib 2.160.0, which has no property for it.
    internal string? SnapshotArn { get; }

    internal void Check(PropsCheck check, FlinkApplicationProps props)
    {
        const string property = nameof(FlinkApplicationProps.Restore);
        var enhanced = props.SnapshotMode == FlinkSnapshotMode.Enhanced;
        check.Require(
            props.Snapshots || this != Latest, property, nameof(Latest),
            $"{nameof(Skip)} or {nameof(From)}, since {nameof(FlinkApplicationProps.Snapshots)} is off");
        var longest = enhanced ? FlinkLimits.MaxEnhancedSnapshotNameLength : FlinkLimits.MaxSnapshotNameLength;
        check.Name($"{property} snapshot", name, longest);
        if (SnapshotArn is not { } arn)
            return;
        check.Require(
            enhanced, property, nameof(FromArn),
            $"{nameof(From)}, since only snapshots of {nameof(FlinkApplicationProps.SnapshotMode)} Enhanced have ARNs");
        check.Require(
            PropsCheck.IsToken(arn) || IsSnapshot(arn), $"{property} snapshot", $"'{arn}'", "arn:aws:kinesisanalytics:REGION:ACCOUNT:snapshot/NAME");
    }

    internal ApplicationRestoreConfigurationProperty Render() => new() { ApplicationRestoreType = type, SnapshotName = name };

    private static bool IsSnapshot(string arn) =>
        arn.Split(':') is ["arn", _, "kinesisanalytics", _, _, var resource] && resource.Split('/') is ["snapshot", var name]
        && ServiceName.IsValid(name, FlinkLimits.MaxEnhancedSnapshotNameLength);
}
