namespace Shardwise.Local.Firehose;

/// <summary>The table whose columns objects have.</summary>
internal sealed record GlueTable
{
    public required string Database { get; init; }

    public required string Name { get; init; }

    public required string CatalogId { get; init; }

    public required string Region { get; init; }

    public required string Version { get; init; }

    /// <summary>Names and Hive types, in the table's order.</summary>
    public required IReadOnlyList<(string Name, string Type)> Columns { get; init; }
}
