namespace Shardwise.Local;

/// <summary>What is to hold, and what is to be kept, when an object is written.</summary>
internal sealed record S3WriteOptions
{
    /// <summary>Content-Type and its like, and <c>x-amz-meta-*</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Write only where there is no object of the key.</summary>
    public bool OnlyIfMissing { get; init; }

    /// <summary>Write only over the object of this ETag.</summary>
    public string? OnlyOver { get; init; }

    /// <summary>The ETag to keep, where it is not the content's MD5; null elsewhere.</summary>
    public string? ETag { get; init; }

    /// <summary>What the body must be; null where nothing is said of it.</summary>
    public S3Checks? Checks { get; init; }

    /// <summary>Checksums of the content that are known already, by their names.</summary>
    public IReadOnlyDictionary<string, string> Checksums { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>What is told of it, after <c>ObjectCreated:</c>.</summary>
    public string Event { get; init; } = "Put";
}
