namespace Shardwise.Constructs.Delivery;

/// <summary>The statistic that makes sense of each metric of a delivery stream.</summary>
internal static class FirehoseStatistics
{
    private static readonly Dictionary<string, string[]> Names = new()
    {
        // Amounts and calls add up.
        ["Sum"] =
        [
            "IncomingBytes", "IncomingRecords", "IncomingPutRequests", "ThrottledRecords", "PutRecord.Bytes", "PutRecord.Requests",
            "PutRecordBatch.Bytes", "PutRecordBatch.Records", "PutRecordBatch.Requests", "DataReadFromKinesisStream.Bytes",
            "DataReadFromKinesisStream.Records", "ThrottledDescribeStream", "ThrottledGetRecords", "ThrottledGetShardIterator",
            "DataReadFromSource.Bytes", "DataReadFromSource.Records", "SucceedProcessing.Bytes", "SucceedProcessing.Records",
            "SucceedConversion.Bytes", "SucceedConversion.Records", "FailedConversion.Bytes", "FailedConversion.Records",
            "OutputDecompressedBytes.Success", "OutputDecompressedBytes.Failed", "OutputDecompressedRecords.Success",
            "OutputDecompressedRecords.Failed", "BackupToS3.Bytes", "BackupToS3.Records", "KMSKeyAccessDenied", "KMSKeyDisabled",
            "KMSKeyInvalidState", "KMSKeyNotFound", "DeliveryToS3.Bytes", "DeliveryToS3.ObjectCount", "DeliveryToS3.Records",
            "DeliveryToRedshift.Bytes", "DeliveryToRedshift.Records", "DeliveryToAmazonOpenSearchService.Bytes",
            "DeliveryToAmazonOpenSearchService.Records", "DeliveryToAmazonOpenSearchServerless.Bytes",
            "DeliveryToAmazonOpenSearchServerless.Records", "DeliveryToSplunk.Bytes", "DeliveryToSplunk.Records", "DeliveryToHttpEndpoint.Bytes",
            "DeliveryToHttpEndpoint.ProcessedBytes", "DeliveryToHttpEndpoint.ProcessedRecords", "DeliveryToHttpEndpoint.Records",
            "DeliveryToSnowflake.Bytes", "DeliveryToSnowflake.Records", "DeliveryToIceberg.Bytes", "DeliveryToIceberg.FailedRowCount",
            "DeliveryToIceberg.IncomingRowCount", "DeliveryToIceberg.SuccessfulRowCount", "DeliveryToIceberg.Success",
            "FailedValidation.Records", "FailedValidation.Bytes", "DescribeDeliveryStream.Requests", "UpdateDeliveryStream.Requests",
        ],
        // Times of a call, and shares of what succeeded.
        ["Average"] =
        [
            "PutRecord.Latency", "PutRecordBatch.Latency", "SourceThrottled.Delay", "ExecuteProcessing.Duration", "ExecuteProcessing.Success",
            "JQProcessing.Duration", "BackupToS3.Success", "DeliveryToS3.Success", "DeliveryToRedshift.Success",
            "DeliveryToAmazonOpenSearchService.AuthFailure", "DeliveryToAmazonOpenSearchService.DeliveryRejected",
            "DeliveryToAmazonOpenSearchService.Success", "DeliveryToAmazonOpenSearchServerless.AuthFailure",
            "DeliveryToAmazonOpenSearchServerless.DeliveryRejected", "DeliveryToAmazonOpenSearchServerless.Success",
            "DeliveryToSplunk.DataAckLatency", "DeliveryToSplunk.Success", "DeliveryToHttpEndpoint.Success",
            "DeliveryToSnowflake.DataCommitLatency", "DeliveryToSnowflake.Success", "DescribeDeliveryStream.Latency",
            "UpdateDeliveryStream.Latency",
        ],
        // How late, how far behind, how many at once: the worst tells.
        ["Maximum"] =
        [
            "KinesisMillisBehindLatest", "KafkaOffsetLag", "PartitionCount", "PartitionCountExceeded", "PerPartitionThroughput",
            "BackupToS3.DataFreshness", "DeliveryToS3.DataFreshness", "DeliveryToAmazonOpenSearchService.DataFreshness",
            "DeliveryToAmazonOpenSearchServerless.DataFreshness", "DeliveryToSplunk.DataFreshness", "DeliveryToHttpEndpoint.DataFreshness",
            "DeliveryToSnowflake.DataFreshness", "DeliveryToIceberg.DataFreshness", "DeliveryToRedshift.DataFreshness",
            "DataReadFromSource.Backpressured",
        ],
        // Limits: what there was all the time.
        ["Minimum"] =
        [
            "BytesPerSecondLimit", "RecordsPerSecondLimit", "PutRequestsPerSecondLimit", "ActivePartitionsLimit",
        ],
    };

    private static readonly Dictionary<string, string> Statistics =
        Names.SelectMany(row => row.Value.Select(name => (Name: name, Statistic: row.Key))).ToDictionary(row => row.Name, row => row.Statistic);

    /// <summary>The statistic of a metric.</summary>
    public static string Of(string metric) => Statistics[metric];
}
