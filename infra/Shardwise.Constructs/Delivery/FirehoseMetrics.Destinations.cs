using Amazon.CDK.AWS.CloudWatch;

namespace Shardwise.Constructs.Delivery;

/// <content>Of destinations and the backup, which each sends of its own kind.</content>
public static partial class FirehoseMetrics
{
    /// <summary>The bytes backed up.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricBackupToS3Bytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("BackupToS3.Bytes", options);

    /// <summary>The age of the oldest record that is not backed up, in seconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricBackupToS3DataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("BackupToS3.DataFreshness", options);

    /// <summary>The records backed up.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricBackupToS3Records(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("BackupToS3.Records", options);

    /// <summary>The share of the attempts to back up that succeeded.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricBackupToS3Success(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("BackupToS3.Success", options);

    /// <summary>The bytes delivered to S3.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToS3Bytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToS3.Bytes", options);

    /// <summary>The age of the oldest record that is not delivered to S3, in seconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToS3DataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToS3.DataFreshness", options);

    /// <summary>The objects delivered to S3.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToS3ObjectCount(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToS3.ObjectCount", options);

    /// <summary>The records delivered to S3.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToS3Records(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToS3.Records", options);

    /// <summary>The share of the attempts to deliver to S3 that succeeded.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToS3Success(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToS3.Success", options);

    /// <summary>The bytes delivered to Redshift.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToRedshiftBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToRedshift.Bytes", options);

    /// <summary>The records delivered to Redshift.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToRedshiftRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToRedshift.Records", options);

    /// <summary>The share of the attempts to deliver to Redshift that succeeded.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToRedshiftSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToRedshift.Success", options);

    /// <summary>1 where OpenSearch Service refuses the role, else 0.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToOpenSearchServiceAuthFailure(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchService.AuthFailure", options);

    /// <summary>The bytes delivered to OpenSearch Service.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToOpenSearchServiceBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchService.Bytes", options);

    /// <summary>The age of the oldest record that is not delivered to OpenSearch Service, in seconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToOpenSearchServiceDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchService.DataFreshness", options);

    /// <summary>1 where OpenSearch Service rejects what is delivered, else 0.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToOpenSearchServiceDeliveryRejected(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchService.DeliveryRejected", options);

    /// <summary>The records delivered to OpenSearch Service.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToOpenSearchServiceRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchService.Records", options);

    /// <summary>The share of the attempts to deliver to OpenSearch Service that succeeded.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToOpenSearchServiceSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchService.Success", options);

    /// <summary>1 where OpenSearch Serverless refuses the role, else 0.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToOpenSearchServerlessAuthFailure(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchServerless.AuthFailure", options);

    /// <summary>The bytes delivered to OpenSearch Serverless.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToOpenSearchServerlessBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchServerless.Bytes", options);

    /// <summary>The age of the oldest record that is not delivered to OpenSearch Serverless, in seconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToOpenSearchServerlessDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchServerless.DataFreshness", options);

    /// <summary>1 where OpenSearch Serverless rejects what is delivered, else 0.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToOpenSearchServerlessDeliveryRejected(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchServerless.DeliveryRejected", options);

    /// <summary>The records delivered to OpenSearch Serverless.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToOpenSearchServerlessRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchServerless.Records", options);

    /// <summary>The share of the attempts to deliver to OpenSearch Serverless that succeeded.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToOpenSearchServerlessSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchServerless.Success", options);

    /// <summary>The bytes delivered to Splunk.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToSplunkBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSplunk.Bytes", options);

    /// <summary>How long Splunk took to acknowledge, in seconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToSplunkDataAckLatency(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSplunk.DataAckLatency", options);

    /// <summary>The age of the oldest record that is not delivered to Splunk, in seconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToSplunkDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSplunk.DataFreshness", options);

    /// <summary>The records delivered to Splunk.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToSplunkRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSplunk.Records", options);

    /// <summary>The share of the attempts to deliver to Splunk that succeeded.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToSplunkSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSplunk.Success", options);

    /// <summary>The bytes delivered to the HTTP endpoint.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToHttpEndpointBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToHttpEndpoint.Bytes", options);

    /// <summary>The age of the oldest record that is not delivered to the HTTP endpoint, in seconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToHttpEndpointDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToHttpEndpoint.DataFreshness", options);

    /// <summary>The bytes that were tried to be delivered to the HTTP endpoint.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToHttpEndpointProcessedBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToHttpEndpoint.ProcessedBytes", options);

    /// <summary>The records that were tried to be delivered to the HTTP endpoint.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToHttpEndpointProcessedRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToHttpEndpoint.ProcessedRecords", options);

    /// <summary>The records delivered to the HTTP endpoint.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToHttpEndpointRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToHttpEndpoint.Records", options);

    /// <summary>The share of the attempts to deliver to the HTTP endpoint that succeeded.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToHttpEndpointSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToHttpEndpoint.Success", options);

    /// <summary>The bytes delivered to Snowflake.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToSnowflakeBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSnowflake.Bytes", options);

    /// <summary>How long Snowflake took to commit, in seconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToSnowflakeDataCommitLatency(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSnowflake.DataCommitLatency", options);

    /// <summary>The age of the oldest record that is not delivered to Snowflake, in seconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToSnowflakeDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSnowflake.DataFreshness", options);

    /// <summary>The records delivered to Snowflake.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToSnowflakeRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSnowflake.Records", options);

    /// <summary>The share of the attempts to deliver to Snowflake that succeeded.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToSnowflakeSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSnowflake.Success", options);

    /// <summary>The bytes delivered to Iceberg tables.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToIcebergBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToIceberg.Bytes", options);

    /// <summary>The age of the oldest record that is not delivered to Iceberg tables, in seconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToIcebergDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToIceberg.DataFreshness", options);

    /// <summary>The rows that could not be delivered to Iceberg tables.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToIcebergFailedRowCount(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToIceberg.FailedRowCount", options);

    /// <summary>The rows that were tried to be delivered to Iceberg tables.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToIcebergIncomingRowCount(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToIceberg.IncomingRowCount", options);

    /// <summary>The rows delivered to Iceberg tables.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToIcebergSuccessfulRowCount(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToIceberg.SuccessfulRowCount", options);

    /// <summary>The commits to Iceberg tables that succeeded: a count, not a share.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToIcebergSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToIceberg.Success", options);

    /// <summary>The age of the oldest record that is not in Redshift, in seconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDeliveryToRedshiftDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToRedshift.DataFreshness", options);
}
