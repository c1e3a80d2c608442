using Shardwise.Constructs.Delivery;

namespace Shardwise.Constructs.Defaults;

/// <content>Of each destination, apart from S3.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>5 MiB and 300 s, the service's own.</remarks>
    public override DeliveryBuffering OpenSearchBuffering => new(5, TimeSpan.FromSeconds(300));

    /// <inheritdoc />
    /// <remarks>300 s, the service's own.</remarks>
    public override TimeSpan OpenSearchRetry => TimeSpan.FromSeconds(300);

    /// <inheritdoc />
    /// <remarks>Those that failed.</remarks>
    public override BackupMode OpenSearchBackupMode => BackupMode.Failed;

    /// <inheritdoc />
    /// <remarks>Every day.</remarks>
    public override IndexRotation OpenSearchRotation => IndexRotation.OneDay;

    /// <inheritdoc />
    /// <remarks>Firehose, so that a delivery made again makes no second document.</remarks>
    public override DocumentIds OpenSearchDocumentIds => DocumentIds.Firehose;

    /// <inheritdoc />
    /// <remarks>5 MiB and 300 s, the service's own.</remarks>
    public override DeliveryBuffering OpenSearchServerlessBuffering => new(5, TimeSpan.FromSeconds(300));

    /// <inheritdoc />
    /// <remarks>300 s, the service's own.</remarks>
    public override TimeSpan OpenSearchServerlessRetry => TimeSpan.FromSeconds(300);

    /// <inheritdoc />
    /// <remarks>Those that failed.</remarks>
    public override BackupMode OpenSearchServerlessBackupMode => BackupMode.Failed;

    /// <inheritdoc />
    /// <remarks>5 MiB and 300 s, the service's own.</remarks>
    public override DeliveryBuffering HttpBuffering => new(5, TimeSpan.FromSeconds(300));

    /// <inheritdoc />
    /// <remarks>300 s, the service's own.</remarks>
    public override TimeSpan HttpRetry => TimeSpan.FromSeconds(300);

    /// <inheritdoc />
    /// <remarks>Those that failed.</remarks>
    public override BackupMode HttpBackupMode => BackupMode.Failed;

    /// <inheritdoc />
    /// <remarks>gzip.</remarks>
    public override HttpEncoding HttpEncoding => HttpEncoding.Gzip;

    /// <inheritdoc />
    /// <remarks>5 MiB and 60 s, the service's own.</remarks>
    public override DeliveryBuffering SplunkBuffering => new(5, TimeSpan.FromSeconds(60));

    /// <inheritdoc />
    /// <remarks>300 s, the service's own.</remarks>
    public override TimeSpan SplunkRetry => TimeSpan.FromSeconds(300);

    /// <inheritdoc />
    /// <remarks>Those that failed.</remarks>
    public override BackupMode SplunkBackupMode => BackupMode.Failed;

    /// <inheritdoc />
    /// <remarks>The raw one.</remarks>
    public override SplunkEndpoint SplunkEndpoint => SplunkEndpoint.Raw;

    /// <inheritdoc />
    /// <remarks>180 s, the least.</remarks>
    public override TimeSpan SplunkAcknowledgmentTimeout => TimeSpan.FromSeconds(180);

    /// <inheritdoc />
    /// <remarks>128 MiB and 0 s: the service hands over as it goes.</remarks>
    public override DeliveryBuffering SnowflakeBuffering => new(128, TimeSpan.Zero);

    /// <inheritdoc />
    /// <remarks>60 s, the service's own.</remarks>
    public override TimeSpan SnowflakeRetry => TimeSpan.FromSeconds(60);

    /// <inheritdoc />
    /// <remarks>Those that failed.</remarks>
    public override BackupMode SnowflakeBackupMode => BackupMode.Failed;

    /// <inheritdoc />
    /// <remarks>By the names in their JSON.</remarks>
    public override SnowflakeLoading SnowflakeLoading => SnowflakeLoading.JsonMapping;

    /// <inheritdoc />
    /// <remarks>64 MiB and 300 s: small files are slow to query.</remarks>
    public override DeliveryBuffering IcebergBuffering => new(64, TimeSpan.FromSeconds(300));

    /// <inheritdoc />
    /// <remarks>300 s, the service's own.</remarks>
    public override TimeSpan IcebergRetry => TimeSpan.FromSeconds(300);

    /// <inheritdoc />
    /// <remarks>3,600 s, the service's own.</remarks>
    public override TimeSpan RedshiftRetry => TimeSpan.FromSeconds(3600);

    /// <inheritdoc />
    /// <remarks>None beside the staged ones.</remarks>
    public override BackupMode RedshiftBackupMode => BackupMode.None;

    /// <inheritdoc />
    /// <remarks>JSON, column by name.</remarks>
    public override string RedshiftCopyOptions => "json 'auto'";

    /// <inheritdoc />
    /// <remarks>By year, month, day and hour of arrival, below <c>staging/</c>.</remarks>
    public override string RedshiftStagingPrefix => "staging/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/";

    /// <inheritdoc />
    /// <remarks>4 MiB and 60 s.</remarks>
    public override DeliveryBuffering DatadogBuffering => new(4, TimeSpan.FromSeconds(60));

    /// <inheritdoc />
    /// <remarks>60 s.</remarks>
    public override TimeSpan DatadogRetry => TimeSpan.FromSeconds(60);

    /// <inheritdoc />
    /// <remarks>1 MiB and 60 s.</remarks>
    public override DeliveryBuffering NewRelicBuffering => new(1, TimeSpan.FromSeconds(60));

    /// <inheritdoc />
    /// <remarks>60 s.</remarks>
    public override TimeSpan NewRelicRetry => TimeSpan.FromSeconds(60);

    /// <inheritdoc />
    /// <remarks>1 MiB and 60 s.</remarks>
    public override DeliveryBuffering DynatraceBuffering => new(1, TimeSpan.FromSeconds(60));

    /// <inheritdoc />
    /// <remarks>900 s.</remarks>
    public override TimeSpan DynatraceRetry => TimeSpan.FromSeconds(900);

    /// <inheritdoc />
    /// <remarks>6 MiB and 60 s.</remarks>
    public override DeliveryBuffering CoralogixBuffering => new(6, TimeSpan.FromSeconds(60));

    /// <inheritdoc />
    /// <remarks>1 MiB and 60 s.</remarks>
    public override DeliveryBuffering ElasticBuffering => new(1, TimeSpan.FromSeconds(60));

    /// <inheritdoc />
    /// <remarks>15 MiB and 60 s.</remarks>
    public override DeliveryBuffering HoneycombBuffering => new(15, TimeSpan.FromSeconds(60));
}
