using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Shardwise.Constructs.Monitoring;

namespace Shardwise.Constructs.Delivery;

/// <summary>
/// The metrics of a delivery stream, each with the statistic that makes sense of it, over five minutes, unless the options say otherwise.
/// </summary>
/// <remarks>
/// Sources, in the developer guide: "Monitor Amazon Data Firehose with CloudWatch metrics" and, for Iceberg, the metrics among the pages on Apache
/// Iceberg tables. The service sends those that fit the source and the destination.
/// </remarks>
public static class FirehoseMetrics
{
    /// <summary>A metric of the delivery stream.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="name">Its name in the namespace AWS/Firehose, such as <c>DeliveryToS3.DataFreshness</c>.</param>
    /// <param name="options">Period, statistic and the like; the default is the average over five minutes.</param>
    /// <returns>The metric, with the delivery stream's name as its dimension.</returns>
    public static Metric Metric(this IFirehoseStream stream, string name, IMetricOptions? options = null) =>
        // The name, not the ARN: with an ARN the metric is one that does not exist, and its alarm is dead.
        ServiceMetric.Of("AWS/Firehose", name, options, ("DeliveryStreamName", stream.StreamName));

    /// <summary>The bytes put, or read from the source.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricIncomingBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("IncomingBytes", "Sum", options);

    /// <summary>The records put, or read from the source.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricIncomingRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("IncomingRecords", "Sum", options);

    /// <summary>The put calls that were accepted.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricIncomingPutRequests(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("IncomingPutRequests", "Sum", options);

    /// <summary>The quota of bytes a second.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricBytesPerSecondLimit(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("BytesPerSecondLimit", "Minimum", options);

    /// <summary>The quota of records a second.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricRecordsPerSecondLimit(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("RecordsPerSecondLimit", "Minimum", options);

    /// <summary>The quota of put calls a second.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricPutRequestsPerSecondLimit(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRequestsPerSecondLimit", "Minimum", options);

    /// <summary>The records that were throttled.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricThrottledRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ThrottledRecords", "Sum", options);

    /// <summary>The bytes put by PutRecord.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricPutRecordBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecord.Bytes", "Sum", options);

    /// <summary>How long PutRecord took, in milliseconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricPutRecordLatency(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecord.Latency", "Average", options);

    /// <summary>The calls of PutRecord.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricPutRecordRequests(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecord.Requests", "Sum", options);

    /// <summary>The bytes put by PutRecordBatch.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricPutRecordBatchBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecordBatch.Bytes", "Sum", options);

    /// <summary>How long PutRecordBatch took, in milliseconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricPutRecordBatchLatency(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecordBatch.Latency", "Average", options);

    /// <summary>The records put by PutRecordBatch.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricPutRecordBatchRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecordBatch.Records", "Sum", options);

    /// <summary>The calls of PutRecordBatch.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricPutRecordBatchRequests(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecordBatch.Requests", "Sum", options);

    /// <summary>The bytes read from the Kinesis stream.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDataReadFromKinesisStreamBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DataReadFromKinesisStream.Bytes", "Sum", options);

    /// <summary>The records read from the Kinesis stream.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDataReadFromKinesisStreamRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DataReadFromKinesisStream.Records", "Sum", options);

    /// <summary>How far reading is behind the end of the Kinesis stream, in milliseconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricKinesisMillisBehindLatest(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("KinesisMillisBehindLatest", "Maximum", options);

    /// <summary>The calls of DescribeStream that the Kinesis stream throttled.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricThrottledDescribeStream(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ThrottledDescribeStream", "Sum", options);

    /// <summary>The calls of GetRecords that the Kinesis stream throttled.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricThrottledGetRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ThrottledGetRecords", "Sum", options);

    /// <summary>The calls of GetShardIterator that the Kinesis stream throttled.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricThrottledGetShardIterator(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ThrottledGetShardIterator", "Sum", options);

    /// <summary>The bytes read from the MSK topic.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDataReadFromSourceBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DataReadFromSource.Bytes", "Sum", options);

    /// <summary>The records read from the MSK topic.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDataReadFromSourceRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DataReadFromSource.Records", "Sum", options);

    /// <summary>How many offsets reading is behind the end of the MSK topic.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricKafkaOffsetLag(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("KafkaOffsetLag", "Maximum", options);

    /// <summary>How long reading the MSK topic was delayed by throttling, in milliseconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricSourceThrottledDelay(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("SourceThrottled.Delay", "Average", options);

    /// <summary>How long a call of the transform took, in milliseconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricExecuteProcessingDuration(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ExecuteProcessing.Duration", "Average", options);

    /// <summary>The share of the transform's calls that succeeded.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricExecuteProcessingSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ExecuteProcessing.Success", "Average", options);

    /// <summary>The bytes transformed.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricSucceedProcessingBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("SucceedProcessing.Bytes", "Sum", options);

    /// <summary>The records transformed.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricSucceedProcessingRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("SucceedProcessing.Records", "Sum", options);

    /// <summary>The bytes converted.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricSucceedConversionBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("SucceedConversion.Bytes", "Sum", options);

    /// <summary>The records converted.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricSucceedConversionRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("SucceedConversion.Records", "Sum", options);

    /// <summary>The bytes that could not be converted.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricFailedConversionBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("FailedConversion.Bytes", "Sum", options);

    /// <summary>The records that could not be converted.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricFailedConversionRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("FailedConversion.Records", "Sum", options);

    /// <summary>The bytes decompressed, after it.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricOutputDecompressedBytesSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("OutputDecompressedBytes.Success", "Sum", options);

    /// <summary>The bytes that could not be decompressed.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricOutputDecompressedBytesFailed(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("OutputDecompressedBytes.Failed", "Sum", options);

    /// <summary>The records decompressed.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricOutputDecompressedRecordsSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("OutputDecompressedRecords.Success", "Sum", options);

    /// <summary>The records that could not be decompressed.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricOutputDecompressedRecordsFailed(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("OutputDecompressedRecords.Failed", "Sum", options);

    /// <summary>The active partitions.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricPartitionCount(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PartitionCount", "Maximum", options);

    /// <summary>1 while there are more active partitions than the quota allows.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricPartitionCountExceeded(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PartitionCountExceeded", "Maximum", options);

    /// <summary>The bytes a second of each partition.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricPerPartitionThroughput(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PerPartitionThroughput", "Maximum", options);

    /// <summary>How long finding the keys took, in milliseconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricJqProcessingDuration(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("JQProcessing.Duration", "Average", options);

    /// <summary>The bytes backed up.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricBackupToS3Bytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("BackupToS3.Bytes", "Sum", options);

    /// <summary>The age of the oldest record that is not backed up, in seconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricBackupToS3DataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("BackupToS3.DataFreshness", "Maximum", options);

    /// <summary>The records backed up.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricBackupToS3Records(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("BackupToS3.Records", "Sum", options);

    /// <summary>The share of the attempts to back up that succeeded.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricBackupToS3Success(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("BackupToS3.Success", "Average", options);

    /// <summary>The calls that the key refused.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricKmsKeyAccessDenied(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("KMSKeyAccessDenied", "Sum", options);

    /// <summary>The calls that failed since the key is disabled.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricKmsKeyDisabled(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("KMSKeyDisabled", "Sum", options);

    /// <summary>The calls that failed since the key is in a wrong state.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricKmsKeyInvalidState(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("KMSKeyInvalidState", "Sum", options);

    /// <summary>The calls that failed since there is no such key.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricKmsKeyNotFound(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("KMSKeyNotFound", "Sum", options);

    /// <summary>The bytes delivered to S3.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToS3Bytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToS3.Bytes", "Sum", options);

    /// <summary>The age of the oldest record that is not delivered to S3, in seconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToS3DataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToS3.DataFreshness", "Maximum", options);

    /// <summary>The objects delivered to S3.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToS3ObjectCount(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToS3.ObjectCount", "Sum", options);

    /// <summary>The records delivered to S3.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToS3Records(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToS3.Records", "Sum", options);

    /// <summary>The share of the attempts to deliver to S3 that succeeded.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToS3Success(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToS3.Success", "Average", options);

    /// <summary>The bytes delivered to Redshift.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToRedshiftBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToRedshift.Bytes", "Sum", options);

    /// <summary>The records delivered to Redshift.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToRedshiftRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToRedshift.Records", "Sum", options);

    /// <summary>The share of the attempts to deliver to Redshift that succeeded.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToRedshiftSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToRedshift.Success", "Average", options);

    /// <summary>1 where OpenSearch Service refuses the role, else 0.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToOpenSearchServiceAuthFailure(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchService.AuthFailure", "Average", options);

    /// <summary>The bytes delivered to OpenSearch Service.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToOpenSearchServiceBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchService.Bytes", "Sum", options);

    /// <summary>The age of the oldest record that is not delivered to OpenSearch Service, in seconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToOpenSearchServiceDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchService.DataFreshness", "Maximum", options);

    /// <summary>1 where OpenSearch Service rejects what is delivered, else 0.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToOpenSearchServiceDeliveryRejected(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchService.DeliveryRejected", "Average", options);

    /// <summary>The records delivered to OpenSearch Service.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToOpenSearchServiceRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchService.Records", "Sum", options);

    /// <summary>The share of the attempts to deliver to OpenSearch Service that succeeded.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToOpenSearchServiceSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchService.Success", "Average", options);

    /// <summary>1 where OpenSearch Serverless refuses the role, else 0.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToOpenSearchServerlessAuthFailure(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchServerless.AuthFailure", "Average", options);

    /// <summary>The bytes delivered to OpenSearch Serverless.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToOpenSearchServerlessBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchServerless.Bytes", "Sum", options);

    /// <summary>The age of the oldest record that is not delivered to OpenSearch Serverless, in seconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToOpenSearchServerlessDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchServerless.DataFreshness", "Maximum", options);

    /// <summary>1 where OpenSearch Serverless rejects what is delivered, else 0.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToOpenSearchServerlessDeliveryRejected(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchServerless.DeliveryRejected", "Average", options);

    /// <summary>The records delivered to OpenSearch Serverless.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToOpenSearchServerlessRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchServerless.Records", "Sum", options);

    /// <summary>The share of the attempts to deliver to OpenSearch Serverless that succeeded.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToOpenSearchServerlessSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToAmazonOpenSearchServerless.Success", "Average", options);

    /// <summary>The bytes delivered to Splunk.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToSplunkBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSplunk.Bytes", "Sum", options);

    /// <summary>How long Splunk took to acknowledge, in seconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToSplunkDataAckLatency(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSplunk.DataAckLatency", "Average", options);

    /// <summary>The age of the oldest record that is not delivered to Splunk, in seconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToSplunkDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSplunk.DataFreshness", "Maximum", options);

    /// <summary>The records delivered to Splunk.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToSplunkRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSplunk.Records", "Sum", options);

    /// <summary>The share of the attempts to deliver to Splunk that succeeded.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToSplunkSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSplunk.Success", "Average", options);

    /// <summary>The bytes delivered to the HTTP endpoint.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToHttpEndpointBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToHttpEndpoint.Bytes", "Sum", options);

    /// <summary>The age of the oldest record that is not delivered to the HTTP endpoint, in seconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToHttpEndpointDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToHttpEndpoint.DataFreshness", "Maximum", options);

    /// <summary>The bytes that were tried to be delivered to the HTTP endpoint.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToHttpEndpointProcessedBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToHttpEndpoint.ProcessedBytes", "Sum", options);

    /// <summary>The records that were tried to be delivered to the HTTP endpoint.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToHttpEndpointProcessedRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToHttpEndpoint.ProcessedRecords", "Sum", options);

    /// <summary>The records delivered to the HTTP endpoint.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToHttpEndpointRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToHttpEndpoint.Records", "Sum", options);

    /// <summary>The share of the attempts to deliver to the HTTP endpoint that succeeded.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToHttpEndpointSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToHttpEndpoint.Success", "Average", options);

    /// <summary>The bytes delivered to Snowflake.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToSnowflakeBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSnowflake.Bytes", "Sum", options);

    /// <summary>How long Snowflake took to commit, in seconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToSnowflakeDataCommitLatency(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSnowflake.DataCommitLatency", "Average", options);

    /// <summary>The age of the oldest record that is not delivered to Snowflake, in seconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToSnowflakeDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSnowflake.DataFreshness", "Maximum", options);

    /// <summary>The records delivered to Snowflake.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToSnowflakeRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSnowflake.Records", "Sum", options);

    /// <summary>The share of the attempts to deliver to Snowflake that succeeded.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToSnowflakeSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToSnowflake.Success", "Average", options);

    /// <summary>The bytes delivered to Iceberg tables.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToIcebergBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToIceberg.Bytes", "Sum", options);

    /// <summary>The age of the oldest record that is not delivered to Iceberg tables, in seconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToIcebergDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToIceberg.DataFreshness", "Maximum", options);

    /// <summary>The rows that could not be delivered to Iceberg tables.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToIcebergFailedRowCount(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToIceberg.FailedRowCount", "Sum", options);

    /// <summary>The rows that were tried to be delivered to Iceberg tables.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToIcebergIncomingRowCount(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToIceberg.IncomingRowCount", "Sum", options);

    /// <summary>The rows delivered to Iceberg tables.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToIcebergSuccessfulRowCount(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToIceberg.SuccessfulRowCount", "Sum", options);

    /// <summary>The commits to Iceberg tables that succeeded: a count, not a share.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToIcebergSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToIceberg.Success", "Sum", options);

    /// <summary>The quota of active partitions.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricActivePartitionsLimit(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ActivePartitionsLimit", "Minimum", options);

    /// <summary>The age of the oldest record that is not in Redshift, in seconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDeliveryToRedshiftDataFreshness(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DeliveryToRedshift.DataFreshness", "Maximum", options);

    /// <summary>The records of the topic that failed validation.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricFailedValidationRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("FailedValidation.Records", "Sum", options);

    /// <summary>The bytes of the topic that failed validation.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricFailedValidationBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("FailedValidation.Bytes", "Sum", options);

    /// <summary>Whether reading a partition of the topic is held back: 1 or 0.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDataReadFromSourceBackpressured(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DataReadFromSource.Backpressured", "Maximum", options);

    /// <summary>How long describing the delivery stream took, in milliseconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDescribeDeliveryStreamLatency(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DescribeDeliveryStream.Latency", "Average", options);

    /// <summary>The calls that described the delivery stream.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricDescribeDeliveryStreamRequests(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DescribeDeliveryStream.Requests", "Sum", options);

    /// <summary>How long updating the delivery stream took, in milliseconds.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricUpdateDeliveryStreamLatency(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("UpdateDeliveryStream.Latency", "Average", options);

    /// <summary>The calls that updated the delivery stream.</summary>
    /// <param name="stream">The delivery stream.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric.</returns>
    public static Metric MetricUpdateDeliveryStreamRequests(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("UpdateDeliveryStream.Requests", "Sum", options);

    private static Metric Named(this IFirehoseStream stream, string name, string statistic, IMetricOptions? options) =>
        stream.Metric(name, options.OrStatistic(statistic));
}
