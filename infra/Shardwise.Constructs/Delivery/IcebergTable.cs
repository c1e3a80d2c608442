namespace Shardwise.Constructs.Delivery;

/// <summary>An Iceberg table, in the catalog that the destination names.</summary>
/// <param name="Database">Its database.</param>
/// <param name="Table">Its name.</param>
public sealed record IcebergTable(string Database, string Table)
{
    /// <summary>The columns that tell one row from another: needed where records update or delete.</summary>
    /// <value>The default is none: records are appended.</value>
    public IReadOnlyList<string> UniqueKeys { get; init; } = [];

    /// <summary>
    /// The columns whose values part the table where the service makes it (<see cref="IcebergDestination.CreateTables"/>). It is in preview.
    /// </summary>
    /// <value>The default is none: the table is not partitioned.</value>
    public IReadOnlyList<string> PartitionBy { get; init; } = [];

    /// <summary>What the keys of this table's failed records begin with.</summary>
    /// <value>At most 1,024 characters. The default is the backup's error prefix.</value>
    public string? ErrorPrefix { get; init; }
}
