using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>Records become rows of Apache Iceberg tables in a bucket of yours, catalogued by Glue.</summary>
public sealed record IcebergDestination : DeliveryDestination
{
    /// <summary>The bucket that holds the tables' data and metadata.</summary>
    public required IBucket Warehouse { get; init; }

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

    internal override string MetricPrefix => "DeliveryToIceberg";

    internal override bool SuccessIsAShare => false;

    internal override TimeSpan BufferInterval => Buffering.Interval;

    internal override BackupMode EffectiveBackup => BackupMode;

    internal override void Check(PropsCheck check)
    {
        check.Require(Tables.Count > 0, $"Destination.{nameof(Tables)}", "none", "at least one");
        foreach (var (table, index) in Tables.Select((table, index) => (table, index)))
        {
            var path = $"Destination.{nameof(Tables)}[{index}]";
            check.Required($"{path}.{nameof(IcebergTable.Database)}", table.Database);
            check.Required($"{path}.{nameof(IcebergTable.Table)}", table.Table);
            check.Text(
                $"{path}.{nameof(IcebergTable.ErrorPrefix)}", table.ErrorPrefix ?? "", text => text.Length <= FirehoseLimits.MaxPrefixLength,
                $"at most {FirehoseLimits.MaxPrefixLength} characters");
        }

        check.Buffer($"Destination.{nameof(Buffering)}", Buffering, BufferRange.S3);
        check.Retry($"Destination.{nameof(RetryFor)}", RetryFor);
        check.Mode(BackupMode, BackupMode.Failed);
    }

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream)
    {
        var resources = Tables.SelectMany(table => (string[])[$"database/{table.Database}", $"table/{table.Database}/{table.Table}"]).Distinct();
        binding.Allow(binding.GlueArns(["catalog", .. resources]), "glue:GetDatabase", "glue:GetTable", "glue:UpdateTable");
        binding.AllowBucket(Warehouse);
        stream.IcebergDestinationConfiguration = new CfnDeliveryStream.IcebergDestinationConfigurationProperty
        {
            CatalogConfiguration = new CfnDeliveryStream.CatalogConfigurationProperty { CatalogArn = binding.GlueArns("catalog")[0] },
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
}
