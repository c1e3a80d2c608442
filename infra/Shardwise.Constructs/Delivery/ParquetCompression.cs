namespace Shardwise.Constructs.Delivery;

/// <summary>How Parquet files are compressed within.</summary>
public enum ParquetCompression
{
    /// <summary>Snappy: fast.</summary>
    Snappy,

    /// <summary>GZIP: small.</summary>
    Gzip,

    /// <summary>Not at all.</summary>
    Uncompressed,
}
