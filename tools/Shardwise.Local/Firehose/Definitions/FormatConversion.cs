namespace Shardwise.Local.Firehose;

/// <summary>JSON records become rows of Parquet objects.</summary>
internal sealed record FormatConversion
{
    public required GlueTable Table { get; init; }

    public required JsonReading Reading { get; init; }

    /// <summary><c>SNAPPY</c>, <c>GZIP</c> or <c>UNCOMPRESSED</c>.</summary>
    public required string Compression { get; init; }
}
