using Amazon.CDK.AWS.KinesisFirehose;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>
/// Where a delivery stream takes its records: <see cref="S3Destination"/>, <see cref="RedshiftDestination"/>, <see cref="OpenSearchDestination"/>,
/// <see cref="OpenSearchServerlessDestination"/>, <see cref="SplunkDestination"/>, <see cref="HttpDestination"/>,
/// <see cref="SnowflakeDestination"/> or <see cref="IcebergDestination"/>.
/// </summary>
public abstract record DeliveryDestination
{
    private protected DeliveryDestination()
    {
    }

    /// <summary>What is done with each record before it is delivered.</summary>
    /// <value>The default is nothing.</value>
    public RecordProcessing Processing { get; init; } = new();

    /// <summary>Where records are kept in S3 beside their delivery.</summary>
    /// <value>The default is a bucket made for it.</value>
    public S3Location Backup { get; init; } = new();

    // What the metrics of this destination begin with, such as DeliveryToS3.
    internal abstract string MetricPrefix { get; }

    // Redshift's own includes COPY, which is made again for as long as RetryFor says: what is late is told on the way to the staging bucket.
    internal virtual string FreshnessMetric => $"{MetricPrefix}.DataFreshness";

    // Iceberg counts its commits instead of giving a share, so that nothing can be said against a threshold.
    internal virtual bool SuccessIsAShare => true;

    internal virtual double TransformBufferMb => ConstructDefaults.Current.TransformBufferMb;

    internal abstract TimeSpan BufferInterval { get; }

    internal abstract BackupMode EffectiveBackup { get; }

    internal virtual bool Converts => false;

    internal virtual bool Partitions => false;

    internal abstract void Check(PropsCheck check);

    internal abstract void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream);
}
