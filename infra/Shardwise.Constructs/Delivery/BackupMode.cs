namespace Shardwise.Constructs.Delivery;

/// <summary>Which records are also kept in S3.</summary>
public enum BackupMode
{
    /// <summary>None: for S3 and Redshift, which set their failures aside under an error prefix anyhow.</summary>
    None,

    /// <summary>Those that could not be delivered: for every destination but S3 and Redshift.</summary>
    Failed,

    /// <summary>All, as they came from the source: for every destination but Iceberg.</summary>
    All,
}
