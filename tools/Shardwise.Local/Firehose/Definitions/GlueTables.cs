using System.Text.Json.Nodes;

namespace Shardwise.Local.Firehose;

/// <summary>The Glue tables of the template, which say what columns a converted object has.</summary>
internal sealed class GlueTables(string account, string region)
{
    private readonly Dictionary<(string Database, string Table), JsonObject> _tables = [];

    /// <param name="name">The table's name.</param>
    /// <param name="properties">The properties of an <c>AWS::Glue::Table</c>, references resolved.</param>
    public void Add(string name, JsonObject properties)
    {
        _tables[(properties["DatabaseName"]?.ToString() ?? "", name)] = properties;
    }

    /// <exception cref="DoesNotRunException">The template has no such table, or one that cannot be written.</exception>
    public GlueTable Find(Settings schema)
    {
        string database = schema.RequiredText("DatabaseName");
        string table = schema.RequiredText("TableName");
        if (!_tables.TryGetValue((database, table), out var properties))
        {
            throw schema.NotRun(
                "TableName",
                $"is '{table}' of the database '{database}'; the template has no such AWS::Glue::Table, and its columns are needed here");
        }

        var columns = properties["TableInput"]?["StorageDescriptor"]?["Columns"] as JsonArray ?? [];
        if (columns.Count == 0)
        {
            throw schema.NotRun("TableName", $"is '{table}' of the database '{database}', a table without columns");
        }

        return new GlueTable
        {
            Database = database,
            Name = table,
            CatalogId = schema.Text("CatalogId") ?? account,
            Region = schema.Text("Region") ?? region,
            Version = schema.Text("VersionId") ?? "LATEST",
            Columns = [.. columns.Select(column => Column(schema, column!))],
        };
    }

    private static (string Name, string Type) Column(Settings schema, JsonNode column)
    {
        var (name, type) = (column["Name"]?.ToString() ?? "", column["Type"]?.ToString() ?? "string");
        try
        {
            HiveType.Parse(type);
            return (name, type);
        }
        catch (FormatException exception)
        {
            throw schema.NotRun("TableName", $"names a table whose column '{name}' cannot be written to Parquet here: {exception.Message}");
        }
    }
}
