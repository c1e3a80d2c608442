namespace Shardwise.Constructs.Streams;

/// <summary>How a channel compresses what it delivers.</summary>
public enum ChannelCompression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>gzip; for a bucket only.</summary>
    Gzip,

    /// <summary>Zstandard.</summary>
    Zstd,

    /// <summary>Snappy; for a table only.</summary>
    Snappy,
}
