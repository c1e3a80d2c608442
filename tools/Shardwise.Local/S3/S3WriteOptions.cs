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

    /// <summary>Looks at the digests of what was written; throws to refuse it.</summary>
    public Action<S3Digests>? Check { get; init; }
}
