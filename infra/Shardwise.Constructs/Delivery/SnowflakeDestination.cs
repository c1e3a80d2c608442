using Amazon.CDK.AWS.KinesisFirehose;
using Amazon.CDK.AWS.SecretsManager;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>Records are streamed into a table of Snowflake.</summary>
public sealed record SnowflakeDestination : DeliveryDestination
{
    /// <summary>The account's address.</summary>
    /// <value><c>https://ACCOUNT.snowflakecomputing.com</c>, at least 24 characters.</value>
    public required string AccountUrl { get; init; }

    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>The schema.</summary>
    public required string Schema { get; init; }

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The secret that holds who loads, as <c>{"user": "...", "private_key": "...", "key_passphrase": "..."}</c>.</summary>
    /// <value>The private key without its first and last line, spaces and line feeds; the passphrase only where the key has one.</value>
    /// <remarks>Source of the keys' names: "Understand secrets" in the Firehose developer guide.</remarks>
    public required ISecret Credentials { get; init; }

    /// <summary>How records become rows.</summary>
    /// <value>The default is <see cref="SnowflakeLoading.JsonMapping"/>.</value>
    public SnowflakeLoading Loading { get; init; } = ConstructDefaults.Current.SnowflakeLoading;

    /// <summary>
    /// The column of the whole record; for <see cref="SnowflakeLoading.Content"/> and <see cref="SnowflakeLoading.ContentAndMetadata"/>.
    /// </summary>
    public string? ContentColumn { get; init; }

    /// <summary>The column of what Firehose knows about the record; for <see cref="SnowflakeLoading.ContentAndMetadata"/>.</summary>
    public string? MetadataColumn { get; init; }

    /// <summary>The role in Snowflake that loads.</summary>
    /// <value>The default is the user's own default role.</value>
    public string? Role { get; init; }

    /// <summary>The id of Snowflake's PrivateLink endpoint service.</summary>
    /// <value>The default is none: the account has a public endpoint.</value>
    public string? PrivateLinkVpceId { get; init; }

    /// <summary>How much, and how long, records are gathered for one request.</summary>
    /// <value>1 to 128 MiB and 0 s to 900 s. The default is 128 MiB and 0 s: the service hands over as it goes.</value>
    public DeliveryBuffering Buffering { get; init; } = ConstructDefaults.Current.SnowflakeBuffering;

    /// <summary>How long a failed request is made again.</summary>
    /// <value>Whole seconds, 0 s to 7,200 s. The default is 60 s.</value>
    public TimeSpan RetryFor { get; init; } = ConstructDefaults.Current.SnowflakeRetry;

    /// <summary>Which records are also kept in S3.</summary>
    /// <value><see cref="BackupMode.Failed"/>, the default, or <see cref="BackupMode.All"/>.</value>
    public BackupMode BackupMode { get; init; } = ConstructDefaults.Current.SnowflakeBackupMode;

    internal override string MetricPrefix => "DeliveryToSnowflake";

    internal override double TransformBufferMb => ConstructDefaults.Current.TransformSmallBufferMb;

    internal override TimeSpan BufferInterval => Buffering.Interval;

    internal override BackupMode EffectiveBackup => BackupMode;

    internal override void Check(PropsCheck check)
    {
        check.Text(
            $"Destination.{nameof(AccountUrl)}", AccountUrl,
            text => text.Length >= FirehoseLimits.MinSnowflakeUrlLength && DeliveryCheck.IsUrl(text)
                && new Uri(text).Host.EndsWith(".snowflakecomputing.com", StringComparison.Ordinal),
            $"https://ACCOUNT.snowflakecomputing.com, at least {FirehoseLimits.MinSnowflakeUrlLength} characters");
        check.Required($"Destination.{nameof(Database)}", Database);
        check.Required($"Destination.{nameof(Schema)}", Schema);
        check.Required($"Destination.{nameof(Table)}", Table);
        CheckColumn(check, nameof(ContentColumn), ContentColumn, Loading != SnowflakeLoading.JsonMapping);
        CheckColumn(check, nameof(MetadataColumn), MetadataColumn, Loading == SnowflakeLoading.ContentAndMetadata);
        check.Buffer($"Destination.{nameof(Buffering)}", Buffering, BufferRange.S3);
        check.Retry($"Destination.{nameof(RetryFor)}", RetryFor);
        check.Mode(BackupMode, BackupMode.Failed, BackupMode.All);
    }

    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream) =>
        stream.SnowflakeDestinationConfiguration = new CfnDeliveryStream.SnowflakeDestinationConfigurationProperty
        {
            AccountUrl = AccountUrl,
            Database = Database,
            Schema = Schema,
            Table = Table,
            SecretsManagerConfiguration = binding.Secret(Credentials),
            DataLoadingOption = Loading switch
            {
                SnowflakeLoading.Content => "VARIANT_CONTENT_MAPPING",
                SnowflakeLoading.ContentAndMetadata => "VARIANT_CONTENT_AND_METADATA_MAPPING",
                _ => "JSON_MAPPING",
            },
            ContentColumnName = ContentColumn,
            MetaDataColumnName = MetadataColumn,
            SnowflakeRoleConfiguration = Role is null
                ? null
                : new CfnDeliveryStream.SnowflakeRoleConfigurationProperty { Enabled = true, SnowflakeRole = Role },
            SnowflakeVpcConfiguration = PrivateLinkVpceId is null
                ? null
                : new CfnDeliveryStream.SnowflakeVpcConfigurationProperty { PrivateLinkVpceId = PrivateLinkVpceId },
            RoleArn = binding.RoleArn,
            BufferingHints = new CfnDeliveryStream.SnowflakeBufferingHintsProperty
            {
                IntervalInSeconds = Buffering.Interval.TotalSeconds,
                SizeInMBs = Buffering.SizeMiB,
            },
            RetryOptions = new CfnDeliveryStream.SnowflakeRetryOptionsProperty { DurationInSeconds = RetryFor.TotalSeconds },
            CloudWatchLoggingOptions = binding.Logging(),
            ProcessingConfiguration = Processing.Bind(binding, TransformBufferMb),
            S3BackupMode = BackupMode == BackupMode.All ? "AllData" : "FailedDataOnly",
            S3Configuration = binding.Location(Backup),
        };

    private void CheckColumn(PropsCheck check, string property, string? column, bool wanted) =>
        check.Require(
            wanted == column is { Length: > 0 }, $"Destination.{property}", column is null ? "not given" : $"'{column}'",
            wanted ? $"a column, since Loading is {Loading}" : $"nothing, since Loading is {Loading}");
}
