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
public static partial class FirehoseMetrics
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
    public static Metric MetricIncomingBytes(this IFirehoseStream stream, IMetricOptions? options = null) => stream.Named("IncomingBytes", options);

    /// <summary>The records put, or read from the source.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricIncomingRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("IncomingRecords", options);

    /// <summary>The put calls that were accepted.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricIncomingPutRequests(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("IncomingPutRequests", options);

    /// <summary>The quota of bytes a second.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricBytesPerSecondLimit(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("BytesPerSecondLimit", options);

    /// <summary>The quota of records a second.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricRecordsPerSecondLimit(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("RecordsPerSecondLimit", options);

    /// <summary>The quota of put calls a second.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricPutRequestsPerSecondLimit(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRequestsPerSecondLimit", options);

    /// <summary>The records that were throttled.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricThrottledRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ThrottledRecords", options);

    /// <summary>The bytes put by PutRecord.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricPutRecordBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecord.Bytes", options);

    /// <summary>How long PutRecord took, in milliseconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricPutRecordLatency(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecord.Latency", options);

    /// <summary>The calls of PutRecord.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricPutRecordRequests(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecord.Requests", options);

    /// <summary>The bytes put by PutRecordBatch.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricPutRecordBatchBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecordBatch.Bytes", options);

    /// <summary>How long PutRecordBatch took, in milliseconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricPutRecordBatchLatency(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecordBatch.Latency", options);

    /// <summary>The records put by PutRecordBatch.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricPutRecordBatchRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecordBatch.Records", options);

    /// <summary>The calls of PutRecordBatch.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricPutRecordBatchRequests(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PutRecordBatch.Requests", options);

    /// <summary>The bytes read from the Kinesis stream.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDataReadFromKinesisStreamBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DataReadFromKinesisStream.Bytes", options);

    /// <summary>The records read from the Kinesis stream.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDataReadFromKinesisStreamRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DataReadFromKinesisStream.Records", options);

    /// <summary>How far reading is behind the end of the Kinesis stream, in milliseconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricKinesisMillisBehindLatest(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("KinesisMillisBehindLatest", options);

    /// <summary>The calls of DescribeStream that the Kinesis stream throttled.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricThrottledDescribeStream(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ThrottledDescribeStream", options);

    /// <summary>The calls of GetRecords that the Kinesis stream throttled.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricThrottledGetRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ThrottledGetRecords", options);

    /// <summary>The calls of GetShardIterator that the Kinesis stream throttled.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricThrottledGetShardIterator(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ThrottledGetShardIterator", options);

    /// <summary>The bytes read from the MSK topic.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDataReadFromSourceBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DataReadFromSource.Bytes", options);

    /// <summary>The records read from the MSK topic.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDataReadFromSourceRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DataReadFromSource.Records", options);

    /// <summary>How many offsets reading is behind the end of the MSK topic.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricKafkaOffsetLag(this IFirehoseStream stream, IMetricOptions? options = null) => stream.Named("KafkaOffsetLag", options);

    /// <summary>How long reading the MSK topic was delayed by throttling, in milliseconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricSourceThrottledDelay(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("SourceThrottled.Delay", options);

    /// <summary>How long a call of the transform took, in milliseconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricExecuteProcessingDuration(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ExecuteProcessing.Duration", options);

    /// <summary>The share of the transform's calls that succeeded.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricExecuteProcessingSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ExecuteProcessing.Success", options);

    /// <summary>The bytes transformed.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricSucceedProcessingBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("SucceedProcessing.Bytes", options);

    /// <summary>The records transformed.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricSucceedProcessingRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("SucceedProcessing.Records", options);

    /// <summary>The bytes converted.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricSucceedConversionBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("SucceedConversion.Bytes", options);

    /// <summary>The records converted.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricSucceedConversionRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("SucceedConversion.Records", options);

    /// <summary>The bytes that could not be converted.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricFailedConversionBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("FailedConversion.Bytes", options);

    /// <summary>The records that could not be converted.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricFailedConversionRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("FailedConversion.Records", options);

    /// <summary>The bytes decompressed, after it.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricOutputDecompressedBytesSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("OutputDecompressedBytes.Success", options);

    /// <summary>The bytes that could not be decompressed.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricOutputDecompressedBytesFailed(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("OutputDecompressedBytes.Failed", options);

    /// <summary>The records decompressed.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricOutputDecompressedRecordsSuccess(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("OutputDecompressedRecords.Success", options);

    /// <summary>The records that could not be decompressed.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricOutputDecompressedRecordsFailed(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("OutputDecompressedRecords.Failed", options);

    /// <summary>The active partitions.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricPartitionCount(this IFirehoseStream stream, IMetricOptions? options = null) => stream.Named("PartitionCount", options);

    /// <summary>1 while there are more active partitions than the quota allows.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricPartitionCountExceeded(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PartitionCountExceeded", options);

    /// <summary>The bytes a second of each partition.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricPerPartitionThroughput(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("PerPartitionThroughput", options);

    /// <summary>How long finding the keys took, in milliseconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricJqProcessingDuration(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("JQProcessing.Duration", options);

    /// <summary>The calls that the key refused.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricKmsKeyAccessDenied(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("KMSKeyAccessDenied", options);

    /// <summary>The calls that failed since the key is disabled.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricKmsKeyDisabled(this IFirehoseStream stream, IMetricOptions? options = null) => stream.Named("KMSKeyDisabled", options);

    /// <summary>The calls that failed since the key is in a wrong state.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricKmsKeyInvalidState(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("KMSKeyInvalidState", options);

    /// <summary>The calls that failed since there is no such key.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricKmsKeyNotFound(this IFirehoseStream stream, IMetricOptions? options = null) => stream.Named("KMSKeyNotFound", options);

    /// <summary>The quota of active partitions.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricActivePartitionsLimit(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("ActivePartitionsLimit", options);

    /// <summary>The records of the topic that failed validation.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricFailedValidationRecords(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("FailedValidation.Records", options);

    /// <summary>The bytes of the topic that failed validation.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricFailedValidationBytes(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("FailedValidation.Bytes", options);

    /// <summary>Whether reading a partition of the topic is held back: 1 or 0.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDataReadFromSourceBackpressured(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DataReadFromSource.Backpressured", options);

    /// <summary>How long describing the delivery stream took, in milliseconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDescribeDeliveryStreamLatency(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DescribeDeliveryStream.Latency", options);

    /// <summary>The calls that described the delivery stream.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricDescribeDeliveryStreamRequests(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("DescribeDeliveryStream.Requests", options);

    /// <summary>How long updating the delivery stream took, in milliseconds.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricUpdateDeliveryStreamLatency(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("UpdateDeliveryStream.Latency", options);

    /// <summary>The calls that updated the delivery stream.</summary>
    /// <inheritdoc cref="MetricIncomingBytes" path="/param|/returns" />
    public static Metric MetricUpdateDeliveryStreamRequests(this IFirehoseStream stream, IMetricOptions? options = null) =>
        stream.Named("UpdateDeliveryStream.Requests", options);

    private static Metric Named(this IFirehoseStream stream, string name, IMetricOptions? options) =>
        stream.Metric(name, options.OrStatistic(FirehoseStatistics.Of(name)));
}
