namespace Shardwise.Constructs.Delivery;

/// <summary>How the body of an HTTP request is compressed.</summary>
public enum HttpEncoding
{
    /// <summary>GZIP.</summary>
    Gzip,

    /// <summary>Not at all.</summary>
    None,
}
