using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>A table in a Glue data catalog, by default that of this account and region.</summary>
/// <param name="Database">Its database.</param>
/// <param name="Table">Its name.</param>
public sealed record GlueTable(string Database, string Table)
{
    /// <summary>The version of its schema.</summary>
    /// <value>The default is <c>LATEST</c>.</value>
    public string Version { get; init; } = ConstructDefaults.Current.ConversionSchemaVersion;

    /// <summary>The account whose catalog it is; another one's must let the delivery stream's role read the table.</summary>
    /// <value>12 digits. The default is this account.</value>
    public string? CatalogId { get; init; }

    /// <summary>The region of the catalog.</summary>
    /// <value>A name such as <c>eu-west-1</c>. The default is this region.</value>
    public string? Region { get; init; }

    internal void Check(PropsCheck check, string path)
    {
        if (CatalogId is { } account)
            check.Text($"{path}.{nameof(CatalogId)}", account, DeliveryCheck.IsAccount, "an account, of 12 digits");
        if (Region is { } region)
            check.Text($"{path}.{nameof(Region)}", region, DeliveryCheck.IsRegion, "a region's name, such as eu-west-1");
        check.Required($"{path}.{nameof(Database)}", Database);
        check.Required($"{path}.{nameof(Table)}", Table);
        check.Required($"{path}.{nameof(Version)}", Version);
    }

    internal SchemaConfigurationProperty Bind(DeliveryBinding binding)
    {
        binding.Allow(
            binding.GlueArnsOf(Region, CatalogId, "catalog", $"database/{Database}", $"table/{Database}/{Table}"),
            "glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions");
        return new SchemaConfigurationProperty
        {
            CatalogId = CatalogId,
            Region = Region,
            DatabaseName = Database,
            TableName = Table,
            VersionId = Version,
            RoleArn = binding.RoleArn,
        };
    }
}
