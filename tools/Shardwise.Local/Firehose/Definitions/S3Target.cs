namespace Shardwise.Local.Firehose;

/// <summary>A bucket that objects are written to, and how.</summary>
internal sealed record S3Target
{
    public required string Bucket { get; init; }

    /// <summary>The role that objects are put with; null: none is named.</summary>
    public string? RoleArn { get; init; }

    public required PrefixTemplate Prefix { get; init; }

    public required PrefixTemplate ErrorPrefix { get; init; }

    public required BufferLimits Buffer { get; init; }

    public required Compression Compression { get; init; }

    /// <summary>Null: the one of the compression or format.</summary>
    public string? FileExtension { get; init; }

    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;
}
