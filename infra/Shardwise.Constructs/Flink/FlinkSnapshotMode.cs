namespace Shardwise.Constructs.Flink;

/// <summary>What the snapshots of an application are.</summary>
/// <remarks>
/// Source: "Manage application backups using snapshots" in the Managed Service for Apache Flink developer guide. An application goes over from
/// <see cref="Legacy"/> to <see cref="Enhanced"/>, and not back.
/// </remarks>
public enum FlinkSnapshotMode
{
    /// <summary>Parts of the application, gone with it, from which it alone can start.</summary>
    Legacy,

    /// <summary>
    /// Resources of the account with ARNs of their own, which outlive the application and from which another one of the account and region can start.
    /// Flink 1.20 or later, and not in every region.
    /// </summary>
    Enhanced,
}
