namespace Shardwise.Constructs.Delivery;

/// <summary>How objects in S3 are compressed.</summary>
public enum DeliveryCompression
{
    /// <summary>Not at all; the only choice where records are converted, since Parquet and ORC compress within the file.</summary>
    None,

    /// <summary>GZIP.</summary>
    Gzip,

    /// <summary>ZIP; not for Redshift's staging.</summary>
    Zip,

    /// <summary>Snappy; not for Redshift's staging.</summary>
    Snappy,

    /// <summary>Snappy as Hadoop frames it; not for Redshift's staging.</summary>
    HadoopSnappy,
}
