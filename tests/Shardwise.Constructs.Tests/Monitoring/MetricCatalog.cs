namespace Shardwise.Constructs.Tests.Monitoring;

/// <summary>
/// The metrics that alarms and dashboards may name: those that the services document, with the dimensions they document them under.
/// </summary>
internal static class MetricCatalog
{
    private const string Streams = "\"Monitor the Amazon Kinesis Data Streams service with Amazon CloudWatch\", Kinesis Data Streams developer guide";
    private const string StreamQueues = "\"Monitor a queue\", Kinesis Data Streams developer guide";
    private const string Channels = "\"Monitoring data delivery\", Kinesis Data Streams developer guide";
    private const string Firehose = "\"Monitor Amazon Data Firehose with CloudWatch metrics\", Amazon Data Firehose developer guide";
    private const string Flink = "\"Metrics and dimensions in Managed Service for Apache Flink\", Managed Service for Apache Flink developer guide";
    private const string Video = "\"Monitoring Amazon Kinesis Video Streams with CloudWatch\", Kinesis Video Streams developer guide";
    private const string Lambda = "\"Types of metrics for Lambda functions\", AWS Lambda developer guide";
    private const string Queues = "\"Available CloudWatch metrics for Amazon SQS\", Amazon SQS developer guide";
    private const string Tables = "\"DynamoDB metrics and dimensions\", Amazon DynamoDB developer guide";
    private const string Rules = "\"Monitoring Amazon EventBridge\", EventBridge user guide";
    private const string Apis = "\"Amazon API Gateway dimensions and metrics\", API Gateway developer guide";

    private const string Kcl = "\"Monitor the Kinesis Client Library with Amazon CloudWatch\", Kinesis Data Streams developer guide; "
        + "MetricsUtil.java and ProcessTask.java of awslabs/amazon-kinesis-client 3.5.1";

    /// <summary>What the scaler itself sends, as <c>docs/scaler.md</c> says.</summary>
    public const string Scaler = "docs/scaler.md";

    public static IReadOnlyList<CatalogedMetric> All { get; } =
    [
        .. Under("AWS/Kinesis", "StreamName", Streams,
            "GetRecords.Bytes", "GetRecords.IteratorAgeMilliseconds", "IncomingBytes", "IncomingRecords", "PutRecord.Latency",
            "PutRecords.FailedRecords",
            "PutRecords.Latency", "ReadProvisionedThroughputExceeded", "WriteProvisionedThroughputExceeded"),
        .. Under("AWS/Kinesis", "ConsumerName,StreamName", Streams,
            "SubscribeToShard.RateExceeded", "SubscribeToShardEvent.Bytes", "SubscribeToShardEvent.MillisBehindLatest"),
        .. Under("AWS/Kinesis", "QueueId,QueueName", StreamQueues,
            "AcknowledgedQueueRecords", "InFlightQueueRecords", "ReceivedQueueRecords", "VisibleQueueRecords"),
        .. Under("AWS/Kinesis", "ChannelId,ChannelName,StreamName", Channels,
            "DeliveryToIceberg.DLQDeliverySuccess", "DeliveryToIceberg.DataFreshness", "DeliveryToIceberg.FailedRowCount",
            "DeliveryToIceberg.SuccessfulRowCount",
            "DeliveryToS3.DLQDeliverySuccess", "DeliveryToS3.DataFreshness", "DeliveryToS3.FailedRecordCount", "DeliveryToS3.SuccessfulRecordCount"),
        .. Under("AWS/Firehose", "DeliveryStreamName", Firehose,
            "BackupToS3.DataFreshness", "BytesPerSecondLimit", "DataReadFromKinesisStream.Bytes", "DataReadFromSource.Bytes",
            "ExecuteProcessing.Success",
            "FailedConversion.Records", "IncomingBytes", "IncomingPutRequests", "IncomingRecords", "KinesisMillisBehindLatest", "PartitionCount",
            "PartitionCountExceeded", "PutRequestsPerSecondLimit", "RecordsPerSecondLimit", "ThrottledGetRecords", "ThrottledRecords"),
        .. Under("AWS/Firehose", "DeliveryStreamName", Firehose,
            [.. ((string[])["S3", "AmazonOpenSearchService", "AmazonOpenSearchServerless", "Splunk", "HttpEndpoint", "Snowflake", "Iceberg"])
                .SelectMany(destination => (string[])[$"DeliveryTo{destination}.DataFreshness", $"DeliveryTo{destination}.Success"])]),
        .. Under("AWS/Firehose", "DeliveryStreamName", Firehose, "DeliveryToRedshift.Success", "DeliveryToIceberg.FailedRowCount"),
        .. Under("AWS/KinesisAnalytics", "Application", Flink,
            "containerCPUUtilization", "downtime", "failingTime", "fullRestarts", "heapMemoryUtilization", "lastCheckpointDuration",
            "millisBehindLatest",
            "numRecordsInPerSecond", "numRecordsOutPerSecond", "numRestarts", "numberOfFailedCheckpoints", "restartingTime"),
        // The namespace is the application's name, here that of the approved template.
        .. Under("search", "Operation", Kcl, "MillisBehindLatest"),
        .. Under("AWS/KinesisVideo", "StreamName", Video, "PutMedia.ConnectionErrors", "PutMedia.Success"),
        .. Under("AWS/Lambda", "FunctionName", Lambda, "Duration", "Errors", "Invocations", "IteratorAge", "Throttles"),
        .. Under("AWS/Lambda", "EventSourceMappingUUID", Lambda,
            "DroppedEventCount", "FailedInvokeEventCount", "FilteredOutEventCount", "InvokedEventCount", "OnFailureDestinationDeliveredEventCount",
            "PolledEventCount"),
        .. Under("AWS/SQS", "QueueName", Queues, "ApproximateNumberOfMessagesVisible"),
        .. Under("AWS/DynamoDB", "TableName", Tables, "ReadThrottleEvents", "WriteThrottleEvents"),
        .. Under("AWS/Events", "RuleName", Rules, "FailedInvocations", "Invocations"),
        .. Under("AWS/Events", "EventBusName,RuleName", Rules, "FailedInvocations", "Invocations"),
        .. Under("AWS/ApiGateway", "ApiName", Apis, "4XXError", "5XXError", "Count", "Latency"),
        .. Under("Shardwise", "StreamName", Scaler,
            "BudgetShort", "DemandShards", "HotKey", "NotObserved", "OpenShards", "OperationsLeft", "Refused", "ScaleDowns", "ScaleUps",
            "ShardQuotaReached",
            "TargetShards", "WarmThroughputRefused"),
    ];

    private static IEnumerable<CatalogedMetric> Under(string space, string dimensions, string source, params string[] names) =>
        names.Select(name => new CatalogedMetric(space, name, dimensions, source));
}
