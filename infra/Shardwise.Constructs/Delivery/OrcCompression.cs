namespace Shardwise.Constructs.Delivery;

/// <summary>How ORC files are compressed within.</summary>
public enum OrcCompression
{
    /// <summary>Snappy: fast.</summary>
    Snappy,

    /// <summary>ZLIB: small.</summary>
    Zlib,

    /// <summary>Not at all.</summary>
    None,
}
