namespace Shardwise.Local;

/// <summary>An object, or a version of one, without its content.</summary>
internal sealed record S3Object
{
    public required string Key { get; init; }

    public long Size { get; init; }

    /// <summary>In quotes, as headers have it.</summary>
    public string ETag { get; init; } = "";

    public DateTimeOffset LastModified { get; init; }

    /// <summary>Its version; <c>null</c> in a bucket that keeps none.</summary>
    public string VersionId { get; init; } = "null";

    /// <summary>Whether it says that the object was deleted.</summary>
    public bool IsDeleteMarker { get; init; }

    /// <summary>Where it stands among the versions of its key: the newest has the highest.</summary>
    public long Order { get; init; }

    /// <summary>Checksums that were given with it, base64 by their names.</summary>
    public IReadOnlyDictionary<string, string> Checksums { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Content-Type and its like, and <c>x-amz-meta-*</c>, as they were put.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
