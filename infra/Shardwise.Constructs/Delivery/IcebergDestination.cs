using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>Records become rows of Apache Iceberg tables, in a bucket of yours catalogued by Glue or in a bucket of S3 Tables.</summary>
public sealed record IcebergDestination : DeliveryDestination
{
    /// <summary>The bucket that holds the tables' data and metadata.</summary>
    /// <value>Needed, but for S3 Tables, which hold both themselves.</value>
    public IBucket? Warehouse { get; init; }

    /// <summary>The catalog that the tables stand in.</summary>
    /// <value>
    /// <c>arn:aws:glue:REGION:ACCOUNT:catalog</c>, or <c>arn:aws:glue:REGION:ACCOUNT:catalog/s3tablescatalog/BUCKET</c> for S3 Tables. The default is
    /// this account's in this region.
    /// </value>
    /// <remarks>
    /// Another account's catalog and bucket must let the delivery stream's role in by policies of their own, and S3 Tables by a grant of Lake
    /// Formation: docs/delivery.md has them. Another catalog is another delivery stream to CloudFormation: it is replaced.
    /// </remarks>
    public string? CatalogArn { get; init; }

    /// <summary>Whether records only ever insert rows, so that the service raises the throughput of the stream by itself.</summary>
    /// <value>The default is the service's, which is no. It goes with no <see cref="IcebergTable.UniqueKeys"/>.</value>
    public bool? AppendOnly { get; init; }

    /// <summary>Whether the service makes a table that is not there; <see cref="IcebergTable.PartitionBy"/> says how. It is in preview.</summary>
    /// <value>The default is the service's, which is no.</value>
    public bool? CreateTables { get; init; }

    /// <summary>Whether the service adds columns to a table that records have and it has not. It is in preview.</summary>
    /// <value>The default is the service's, which is no.</value>
    public bool? EvolveSchema { get; init; }

    /// <summary>The tables. With several, the transform names a record's table in its metadata.</summary>
    /// <value>At least one.</value>
    public required IReadOnlyList<IcebergTable> Tables { get; init; }

    /// <summary>How much, and how long, records are gathered for one commit.</summary>
    /// <value>1 to 128 MiB and 0 s to 900 s. The default is 64 MiB and 300 s.</value>
    public DeliveryBuffering Buffering { get; init; } = ConstructDefaults.Current.IcebergBuffering;

    /// <summary>How long a failed commit is tried again.</summary>
    /// <value>Whole seconds, 0 s to 7,200 s. The default is 300 s.</value>
    public TimeSpan RetryFor { get; init; } = ConstructDefaults.Current.IcebergRetry;

    /// <summary>Which records are also kept in S3.</summary>
    /// <value>Only <see cref="BackupMode.Failed"/>.</value>
    public BackupMode BackupMode { get; init; } = BackupMode.Failed;

    private static readonly string[] Finding = ["glue:GetDatabase", "glue:GetTable", "glue:UpdateTable"];

    internal override string MetricPrefix => "DeliveryToIceberg";

    internal override bool SuccessIsAShare => false;

    internal override TimeSpan BufferInterval => Buffering.Interval;

    internal override BackupMode EffectiveBackup => BackupMode;

    internal override void Check(PropsCheck check)
    {
        if (CatalogArn is { } catalog)
            IcebergCatalog.Check(check, $"Destination.{nameof(CatalogArn)}", catalog);
        var inS3Tables = CatalogArn is not null && new IcebergCatalog(CatalogArn).IsOfS3Tables;
        check.Require(
            Warehouse is null == inS3Tables, $"Destination.{nameof(Warehouse)}", Warehouse is null ? "not given" : "given",
            inS3Tables ? "nothing, since S3 Tables hold the data" : "a bucket, since the catalog is not of S3 Tables");
        check.Require(Tables.Count > 0, $"Destination.{nameof(Tables)}", "none", "at least one");
        foreach (var (table, index) in Tables.Select((table, index) => (table, index)))
        {
            var path = $"Destination.{nameof(Tables)}[{index}]";
            check.Required($"{path}.{nameof(IcebergTable.Database)}", table.Database);
            check.Required($"{path}.{nameof(IcebergTable.Table)}", table.Table);
            check.Text(
                $"{path}.{nameof(IcebergTable.ErrorPrefix)}", table.ErrorPrefix ?? "", text => text.Length <= FirehoseLimits.MaxPrefixLength,
                $"at most {FirehoseLimits.MaxPrefixLength} characters");
            check.Require(
                AppendOnly is not true || table.UniqueKeys.Count == 0,
                $"{path}.{nameof(IcebergTable.UniqueKeys)}", string.Join(", ", table.UniqueKeys),
                $"none, since {nameof(AppendOnly)} is on: updates and deletes would be out of order");
            check.Require(
                CreateTables is true || table.PartitionBy.Count == 0,
                $"{path}.{nameof(IcebergTable.PartitionBy)}", string.Join(", ", table.PartitionBy),
                $"none, since {nameof(CreateTables)} is off: a table that is there has its partitions");
            foreach (var column in table.PartitionBy)
                check.Required($"{path}.{nameof(IcebergTable.PartitionBy)}", column);
        }

        check.Buffer($"Destination.{nameof(Buffering)}", Buffering, BufferRange.S3);
        check.Retry($"Destination.{nameof(RetryFor)}", RetryFor);
        check.Mode(BackupMode, BackupMode.Failed);
    }

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream)
    {
        var catalogArn = CatalogArn ?? binding.GlueArns("catalog")[0];
        // "Grant Firehose access to Apache Iceberg Tables destinations" in the developer guide, and where tables are made what it grants for that.
        string[] making = CreateTables is true ? ["glue:CreateDatabase", "glue:CreateTable"] : [];
        new IcebergCatalog(catalogArn).Allow(binding, Tables, [.. Finding, .. making]);
        if (Warehouse is not null)
            binding.AllowBucket(Warehouse);
        RenderNewer(binding);
        stream.IcebergDestinationConfiguration = new CfnDeliveryStream.IcebergDestinationConfigurationProperty
        {
            CatalogConfiguration = new CfnDeliveryStream.CatalogConfigurationProperty { CatalogArn = catalogArn },
            DestinationTableConfigurationList = Tables.Select(table => new CfnDeliveryStream.DestinationTableConfigurationProperty
            {
                DestinationDatabaseName = table.Database,
                DestinationTableName = table.Table,
                UniqueKeys = table.UniqueKeys.Count == 0 ? null : table.UniqueKeys.ToArray(),
                S3ErrorOutputPrefix = table.ErrorPrefix,
            }).ToArray<object>(),
            RoleArn = binding.RoleArn,
            BufferingHints = DeliveryBinding.Hints(Buffering),
            RetryOptions = new CfnDeliveryStream.RetryOptionsProperty { DurationInSeconds = RetryFor.TotalSeconds },
            CloudWatchLoggingOptions = binding.Logging(),
            ProcessingConfiguration = Processing.Bind(binding, TransformBufferMb),
            S3BackupMode = "FailedDataOnly",
            S3Configuration = binding.Location(Backup),
        };
    }

    // What Amazon.CDK.Lib 2.160.0 is older than. The schema gate of the tests knows these names.
    private void RenderNewer(DeliveryBinding binding)
    {
        const string path = "IcebergDestinationConfiguration";
        static Dictionary<string, object> Enabled(bool enabled) => new() { ["Enabled"] = enabled };

        if (AppendOnly is { } appendOnly)
            binding.Newer.Add(($"{path}.AppendOnly", appendOnly));
        if (CreateTables is { } create)
            binding.Newer.Add(($"{path}.TableCreationConfiguration", Enabled(create)));
        if (EvolveSchema is { } evolve)
            binding.Newer.Add(($"{path}.SchemaEvolutionConfiguration", Enabled(evolve)));
        // Needed by both of them, and by nothing else.
        if (Warehouse is not null && (CreateTables is true || EvolveSchema is true))
            binding.Newer.Add(($"{path}.CatalogConfiguration.WarehouseLocation", $"s3://{Warehouse.BucketName}"));
        foreach (var (table, index) in Tables.Select((table, index) => (table, index)).Where(each => each.table.PartitionBy.Count > 0))
            binding.Newer.Add(($"{path}.DestinationTableConfigurationList.{index}.PartitionSpec", new Dictionary<string, object>
            {
                ["Identity"] = table.PartitionBy.Select(column => new Dictionary<string, object> { ["SourceName"] = column }).ToArray(),
            }));
    }
}
