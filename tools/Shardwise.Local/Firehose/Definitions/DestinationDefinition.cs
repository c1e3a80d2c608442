namespace Shardwise.Local.Firehose;

/// <summary>Where a delivery stream's records go.</summary>
internal sealed record DestinationDefinition
{
    /// <summary>Where good records go, or where those go that an endpoint would not take.</summary>
    public required S3Target S3 { get; init; }

    /// <summary>Where every record goes as it arrived; null: nowhere.</summary>
    public S3Target? Backup { get; init; }

    public HttpTarget? Http { get; init; }

    /// <summary>A destination that is not run here: what it would get is written to a folder.</summary>
    public FolderTarget? Folder { get; init; }

    public FormatConversion? Conversion { get; init; }

    /// <summary>Records are grouped by keys of their own.</summary>
    public bool IsPartitioned { get; init; }

    /// <summary>What of it does not run here; null: all does.</summary>
    public string? NotRun { get; init; }
}
