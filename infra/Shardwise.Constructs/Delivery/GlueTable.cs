using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>A table in the Glue data catalog of this account and region.</summary>
/// <param name="Database">Its database.</param>
/// <param name="Table">Its name.</param>
public sealed record GlueTable(string Database, string Table)
{
    /// <summary>The version of its schema.</summary>
    /// <value>The default is <c>LATEST</c>.</value>
    public string Version { get; init; } = ConstructDefaults.Current.ConversionSchemaVersion;

    internal void Check(PropsCheck check, string path)
    {
        check.Required($"{path}.{nameof(Database)}", Database);
        check.Required($"{path}.{nameof(Table)}", Table);
        check.Required($"{path}.{nameof(Version)}", Version);
    }

    internal SchemaConfigurationProperty Bind(DeliveryBinding binding)
    {
        binding.Allow(
            binding.GlueArns("catalog", $"database/{Database}", $"table/{Database}/{Table}"),
            "glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions");
        return new SchemaConfigurationProperty { DatabaseName = Database, TableName = Table, VersionId = Version, RoleArn = binding.RoleArn };
    }
}
