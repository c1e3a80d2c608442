using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisAnalyticsV2.CfnApplication;

namespace Shardwise.Constructs.Flink;

/// <summary>The state that an application starts from when a deployment changes it while it runs.</summary>
public sealed record FlinkRestore
{
    private readonly string type;
    private readonly string? snapshot;

    private FlinkRestore(string type, string? snapshot = null) => (this.type, this.snapshot) = (type, snapshot);

    /// <summary>None: it begins anew.</summary>
    public static FlinkRestore Skip { get; } = new("SKIP_RESTORE_FROM_SNAPSHOT");

    /// <summary>The latest snapshot, which the deployment takes before it changes anything.</summary>
    public static FlinkRestore Latest { get; } = new("RESTORE_FROM_LATEST_SNAPSHOT");

    /// <summary>A snapshot of your choice.</summary>
    /// <param name="name">Its name: 1 to 256 of <c>a-z A-Z 0-9 _ . -</c>.</param>
    /// <returns>The state.</returns>
    public static FlinkRestore From(string name) => new("RESTORE_FROM_CUSTOM_SNAPSHOT", name);

    internal void Check(PropsCheck check, bool snapshots)
    {
        const string property = nameof(FlinkApplicationProps.Restore);
        check.Require(
            snapshots || this != Latest, property, nameof(Latest),
            $"{nameof(Skip)} or {nameof(From)}, since {nameof(FlinkApplicationProps.Snapshots)} is off");
        if (snapshot is not null && !PropsCheck.IsToken(snapshot))
            check.Require(
                ServiceName.IsValid(snapshot, FlinkLimits.MaxSnapshotNameLength), $"{property} snapshot", $"'{snapshot}'",
                ServiceName.Allowed(FlinkLimits.MaxSnapshotNameLength));
    }

    internal ApplicationRestoreConfigurationProperty Render() => new() { ApplicationRestoreType = type, SnapshotName = snapshot };
}
