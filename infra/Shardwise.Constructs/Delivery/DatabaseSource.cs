using System.Text.RegularExpressions;
using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.SecretsManager;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>The delivery stream reads a database and then its changes, for an <see cref="IcebergDestination"/>.</summary>
/// <remarks>
/// It is in preview: the guide says not to use it for production. The endpoint service must allow <c>firehose.amazonaws.com</c>. Sources:
/// DatabaseSourceConfiguration in the API reference, and "Set up the Firehose stream" and "Grant Firehose access to replicate database changes to
/// Apache Iceberg Tables" in the developer guide.
/// </remarks>
public sealed partial record DatabaseSource : DeliverySource
{
    /// <summary>The database's engine.</summary>
    public required DatabaseEngine Engine { get; init; }

    /// <summary>The host name of the database's primary server.</summary>
    /// <value>1 to 255 characters.</value>
    public required string Endpoint { get; init; }

    /// <summary>The port there.</summary>
    /// <value>0 to 65,535. The default is the engine's own: 3306 of MySQL, 5432 of PostgreSQL.</value>
    public double? Port { get; init; }

    /// <summary>The VPC endpoint service through which Firehose reaches the database.</summary>
    /// <value><c>com.amazonaws.vpce.REGION.vpce-svc-ID</c>.</value>
    public required string EndpointServiceName { get; init; }

    /// <summary>The user that reads the database.</summary>
    public required ISecret Credentials { get; init; }

    /// <summary>The databases that are read.</summary>
    /// <value>Patterns of 1 to 64 characters.</value>
    public required DatabasePatterns Databases { get; init; }

    /// <summary>The tables that are read.</summary>
    /// <value>Patterns of 1 to 129 characters.</value>
    public required DatabasePatterns Tables { get; init; }

    /// <summary>The columns that are read.</summary>
    /// <value>Patterns of 1 to 194 characters. The default is all.</value>
    public DatabasePatterns? Columns { get; init; }

    /// <summary>The table, in the database, in which Firehose notes how far its first reading has come.</summary>
    /// <value>Its whole name, 1 to 129 characters.</value>
    public required string SnapshotWatermarkTable { get; init; }

    /// <summary>The columns that tell one row from another, of tables that have no primary key.</summary>
    /// <value>1 to 1,024 characters each, without white space. The default is none.</value>
    public IReadOnlyList<string> SurrogateKeys { get; init; } = [];

    /// <summary>Whether the connection to the database is encrypted.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Ssl { get; init; } = true;

    internal override string Type => "DatabaseAsSource";

    internal override void Check(PropsCheck check)
    {
        const string path = "Source";
        check.Text(
            $"{path}.{nameof(Endpoint)}", Endpoint,
            text => !string.IsNullOrWhiteSpace(text) && text.Length <= FirehoseLimits.MaxDatabaseEndpointLength,
            $"1 to {FirehoseLimits.MaxDatabaseEndpointLength} characters");
        if (Port is { } port)
            check.Whole($"{path}.{nameof(Port)}", port, 0, FirehoseLimits.MaxDatabasePort);
        check.Text(
            $"{path}.{nameof(EndpointServiceName)}", EndpointServiceName, text => EndpointServicePattern().IsMatch(text),
            "the name of a VPC endpoint service, com.amazonaws.vpce.REGION.vpce-svc-ID");
        Databases.Check(check, $"{path}.{nameof(Databases)}", FirehoseLimits.MaxDatabasePatternLength);
        Tables.Check(check, $"{path}.{nameof(Tables)}", FirehoseLimits.MaxDatabaseTableLength);
        Columns?.Check(check, $"{path}.{nameof(Columns)}", FirehoseLimits.MaxDatabaseColumnLength);
        check.Text(
            $"{path}.{nameof(SnapshotWatermarkTable)}", SnapshotWatermarkTable,
            text => text.Length is > 0 and <= FirehoseLimits.MaxDatabaseTableLength, $"1 to {FirehoseLimits.MaxDatabaseTableLength} characters");
        foreach (var key in SurrogateKeys)
            check.Text(
                $"{path}.{nameof(SurrogateKeys)}", key,
                text => text.Length is > 0 and <= FirehoseLimits.MaxSurrogateKeyLength && !text.Any(char.IsWhiteSpace),
                $"1 to {PropsCheck.Number(FirehoseLimits.MaxSurrogateKeyLength)} characters without white space");
    }

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream)
    {
        var secret = binding.Secret(Credentials);
        var source = new Dictionary<string, object>
        {
            ["Type"] = Engine == DatabaseEngine.MySql ? "MySQL" : "PostgreSQL",
            ["Endpoint"] = Endpoint,
            ["Port"] = Port ?? (Engine == DatabaseEngine.MySql ? 3306 : 5432),
            ["SSLMode"] = Ssl ? "Enabled" : "Disabled",
            ["Databases"] = Databases.Render(),
            ["Tables"] = Tables.Render(),
            ["SnapshotWatermarkTable"] = SnapshotWatermarkTable,
            ["DatabaseSourceAuthenticationConfiguration"] = new Dictionary<string, object>
            {
                ["SecretsManagerConfiguration"] = new Dictionary<string, object>
                {
                    ["Enabled"] = true,
                    ["SecretARN"] = secret.SecretArn!,
                    ["RoleARN"] = secret.RoleArn!,
                },
            },
            ["DatabaseSourceVPCConfiguration"] = new Dictionary<string, object> { ["VpcEndpointServiceName"] = EndpointServiceName },
        };
        if (Columns is not null)
            source["Columns"] = Columns.Render();
        if (SurrogateKeys.Count > 0)
            source["SurrogateKeys"] = SurrogateKeys.ToArray();
        binding.Newer.Add(("DatabaseSourceConfiguration", source));
    }

    // VpcEndpointServiceName in the API reference.
    [GeneratedRegex(@"^(?=.{47,255}$)([a-zA-Z0-9\-_]+\.){2,3}vpce\.[a-zA-Z0-9\-]*\.vpce-svc-[a-zA-Z0-9\-]{17}$")]
    private static partial Regex EndpointServicePattern();
}
