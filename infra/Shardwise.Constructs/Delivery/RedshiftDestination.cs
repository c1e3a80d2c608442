using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.SecretsManager;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>Records are staged in S3 and copied from there into a table of Redshift, provisioned or serverless.</summary>
/// <remarks>
/// The cluster itself needs leave to read the staging bucket only where COPY names a role of its own: the delivery stream lends it its own.
/// </remarks>
public sealed record RedshiftDestination : DeliveryDestination
{
    /// <summary>The database.</summary>
    /// <value><c>jdbc:redshift://HOST:PORT/DATABASE</c>.</value>
    public required string JdbcUrl { get; init; }

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The secret that holds who copies, as <c>{"username": "...", "password": "..."}</c>.</summary>
    /// <remarks>Source of the keys' names: "Understand secrets" in the Firehose developer guide.</remarks>
    public required ISecret Credentials { get; init; }

    /// <summary>The columns that are filled, in order.</summary>
    /// <value>The default is all, in the table's order.</value>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Options of COPY, beside those that the construct gives.</summary>
    /// <value>The default is <c>json 'auto'</c>. <c>gzip</c> is added where <see cref="Staging"/> compresses so.</value>
    public string CopyOptions { get; init; } = ConstructDefaults.Current.RedshiftCopyOptions;

    /// <summary>How long a failed COPY is tried again.</summary>
    /// <value>Whole seconds, 0 s to 7,200 s. The default is 3,600 s.</value>
    public TimeSpan RetryFor { get; init; } = ConstructDefaults.Current.RedshiftRetry;

    /// <summary>Where records are staged.</summary>
    /// <value>The default is a bucket made for it. Compressed with GZIP or not at all.</value>
    public S3Location Staging { get; init; } = new() { Prefix = ConstructDefaults.Current.RedshiftStagingPrefix };

    /// <summary>Whether the records are also kept as they came from the source.</summary>
    /// <value><see cref="BackupMode.None"/>, the default, or <see cref="BackupMode.All"/>. The service does not let it be turned off again.</value>
    public BackupMode BackupMode { get; init; } = ConstructDefaults.Current.RedshiftBackupMode;

    internal override string MetricPrefix => "DeliveryToRedshift";

    internal override string FreshnessMetric => "DeliveryToS3.DataFreshness";

    internal override TimeSpan BufferInterval => Staging.Buffering.Interval;

    internal override BackupMode EffectiveBackup => BackupMode;

    internal override void Check(PropsCheck check)
    {
        check.Text($"Destination.{nameof(JdbcUrl)}", JdbcUrl, DeliveryCheck.IsRedshiftUrl,
            "jdbc:redshift://HOST:PORT/DATABASE of a Redshift cluster or workgroup");
        check.Required($"Destination.{nameof(Table)}", Table);
        foreach (var column in Columns)
            check.Required($"Destination.{nameof(Columns)}", column);
        check.Retry($"Destination.{nameof(RetryFor)}", RetryFor);
        Staging.Check(check, $"Destination.{nameof(Staging)}");
        check.Require(
            Staging.Compression is DeliveryCompression.None or DeliveryCompression.Gzip,
            $"Destination.{nameof(Staging)}.{nameof(S3Location.Compression)}", Staging.Compression.ToString(), "None or Gzip, which COPY can read");
        check.Mode(BackupMode, BackupMode.None, BackupMode.All);
    }

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream) =>
        stream.RedshiftDestinationConfiguration = new CfnDeliveryStream.RedshiftDestinationConfigurationProperty
        {
            ClusterJdbcurl = JdbcUrl,
            CopyCommand = new CfnDeliveryStream.CopyCommandProperty
            {
                DataTableName = Table,
                DataTableColumns = Columns.Count == 0 ? null : string.Join(",", Columns),
                CopyOptions = Staging.Compression == DeliveryCompression.Gzip ? $"{CopyOptions} gzip" : CopyOptions,
            },
            SecretsManagerConfiguration = binding.Secret(Credentials),
            RoleArn = binding.RoleArn,
            RetryOptions = new CfnDeliveryStream.RedshiftRetryOptionsProperty { DurationInSeconds = RetryFor.TotalSeconds },
            CloudWatchLoggingOptions = binding.Logging(),
            ProcessingConfiguration = Processing.Bind(binding, TransformBufferMb),
            S3Configuration = binding.Location(Staging, DeliveryBinding.Staging),
            S3BackupMode = BackupMode == BackupMode.All ? "Enabled" : "Disabled",
            S3BackupConfiguration = BackupMode == BackupMode.All ? binding.Location(Backup) : null,
        };
}
