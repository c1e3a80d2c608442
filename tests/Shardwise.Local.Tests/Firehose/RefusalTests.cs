using Shardwise.Local.Firehose;

namespace Shardwise.Local.Tests.Firehose;

public sealed class RefusalTests
{
    private const string Dynamic = "\"DynamicPartitioningConfiguration\":{\"Enabled\":true}";
    private const string Query = "\"ProcessingConfiguration\":{\"Enabled\":true,\"Processors\":[{\"Type\":\"MetadataExtraction\",\"Parameters\":["
        + "{\"ParameterName\":\"MetadataExtractionQuery\",\"ParameterValue\":\"{a:.a}\"},{\"ParameterName\":\"JsonParsingEngine\",\"ParameterValue\":\"JQ-1.6\"}]}]}";

    [Theory]
    [InlineData("\"BufferingHints\":{\"SizeInMBs\":200,\"IntervalInSeconds\":60}", "BufferingHints.SizeInMBs is '200'; AWS allows 1 to 128")]
    [InlineData("\"BufferingHints\":{\"SizeInMBs\":5}", "BufferingHints has one of SizeInMBs and IntervalInSeconds; AWS asks for both or none")]
    [InlineData("\"CompressionFormat\":\"SNAPPY\"", "CompressionFormat is 'SNAPPY'; AWS allows UNCOMPRESSED, GZIP, ZIP, Snappy, HADOOP_SNAPPY")]
    [InlineData("\"CustomTimeZone\":\"Mars/Base\"", "CustomTimeZone is 'Mars/Base', a time zone that this machine does not know")]
    [InlineData("\"Prefix\":\"!{firehose:error-output-type}/\"", "Prefix has !{firehose:error-output-type}, which AWS allows in ErrorOutputPrefix only")]
    [InlineData("\"Prefix\":\"!{timestamp:yyyy}/\"", "ErrorOutputPrefix is missing; AWS asks for it where Prefix has expressions")]
    [InlineData("\"ErrorOutputPrefix\":\"!{timestamp:yyyy}/\"", "ErrorOutputPrefix has expressions without !{firehose:error-output-type}, which AWS asks for then")]
    [InlineData("\"Prefix\":\"!{partitionKeyFromQuery:a}/\",\"ErrorOutputPrefix\":\"e/\"", "Prefix has partition keys, which AWS allows only where DynamicPartitioningConfiguration is enabled")]
    [InlineData("\"Prefix\":\"!{partitionKeyFromQuery:a}/\",\"ErrorOutputPrefix\":\"e/\"," + Dynamic, "Prefix has !{partitionKeyFromQuery:…}, and no MetadataExtraction processor gives a key")]
    [InlineData("\"Prefix\":\"!{partitionKeyFromLambda:a}/\",\"ErrorOutputPrefix\":\"e/\"," + Dynamic, "Prefix has !{partitionKeyFromLambda:…}, and no Lambda processor gives a key")]
    [InlineData("\"Prefix\":\"p/\"," + Dynamic + "," + Query, "Prefix has no partition key, which AWS asks for where DynamicPartitioningConfiguration is enabled")]
    [InlineData("\"Prefix\":\"!{partitionKeyFromQuery:a}/\",\"ErrorOutputPrefix\":\"e/\",\"BufferingHints\":{\"SizeInMBs\":5,\"IntervalInSeconds\":60}," + Dynamic + "," + Query,
        "BufferingHints.SizeInMBs is '5'; AWS allows 64 to 128")]
    [InlineData("\"Prefix\":\"!{partitionKeyFromQuery:a}/\",\"ErrorOutputPrefix\":\"e/\",\"BufferingHints\":{\"SizeInMBs\":64,\"IntervalInSeconds\":30}," + Dynamic + "," + Query,
        "BufferingHints.IntervalInSeconds must be at least 60 where DynamicPartitioningConfiguration is enabled")]
    [InlineData("\"S3BackupMode\":\"Enabled\"", "S3BackupConfiguration is missing")]
    [InlineData("\"ProcessingConfiguration\":{\"Enabled\":true,\"Processors\":[{\"Type\":\"CloudWatchLogProcessing\",\"Parameters\":[{\"ParameterName\":\"DataMessageExtraction\",\"ParameterValue\":\"true\"}]}]}",
        "ProcessingConfiguration.Processors have CloudWatchLogProcessing without Decompression, which AWS asks for")]
    [InlineData("\"ProcessingConfiguration\":{\"Enabled\":true,\"Processors\":[{\"Type\":\"Lambda\",\"Parameters\":[{\"ParameterName\":\"LambdaArn\",\"ParameterValue\":\"f\"},"
        + "{\"ParameterName\":\"BufferSizeInMBs\",\"ParameterValue\":\"4\"}]}]}", "ProcessingConfiguration.Processors[0].Parameters.BufferSizeInMBs is '4'; AWS allows 0.2 to 3")]
    [InlineData("\"ProcessingConfiguration\":{\"Enabled\":true,\"Processors\":[{\"Type\":\"RecordDeAggregation\",\"Parameters\":[{\"ParameterName\":\"SubRecordType\",\"ParameterValue\":\"XML\"}]}]}",
        "ProcessingConfiguration.Processors[0].Parameters.SubRecordType is 'XML'; AWS allows JSON and DELIMITED")]
    public void A_destination_that_AWS_would_refuse_is_refused(string rest, string why)
    {
        var refusal = Assert.Throws<LocalPipelineException>(() => FirehoseRun.Read("clicks", FirehoseRun.S3(rest)));

        Assert.Equal("template: Delivery (AWS::KinesisFirehose::DeliveryStream): ExtendedS3DestinationConfiguration." + why, refusal.Message);
    }

    [Theory]
    [InlineData("a b", "{}", "DeliveryStreamName is 'a b'; AWS allows 1 to 64 letters, digits, '_', '.' and '-'")]
    [InlineData("a", "{}", "*DestinationConfiguration is there 0 times; AWS asks for exactly one destination")]
    [InlineData("a", "{\"S3DestinationConfiguration\":{}}", "S3DestinationConfiguration.BucketARN is missing")]
    [InlineData("a", "{\"S3DestinationConfiguration\":{\"BucketARN\":\"lake\"}}", "S3DestinationConfiguration.BucketARN is 'lake', which is no ARN")]
    [InlineData("a", "{\"HttpEndpointDestinationConfiguration\":{\"EndpointConfiguration\":{\"Url\":\"ftp://x\"}}}",
        "HttpEndpointDestinationConfiguration.EndpointConfiguration.Url is 'ftp://x', which is no address of HTTP")]
    public void A_delivery_stream_that_AWS_would_refuse_is_refused(string name, string properties, string why)
    {
        var refusal = Assert.Throws<LocalPipelineException>(() => FirehoseRun.Read(name, properties));

        Assert.Equal("template: Delivery (AWS::KinesisFirehose::DeliveryStream): " + why, refusal.Message);
    }

    [Fact]
    public async Task A_query_that_jq_does_not_compile_is_refused_before_anything_runs()
    {
        string properties = FirehoseRun.S3("\"Prefix\":\"!{partitionKeyFromQuery:a}/\",\"ErrorOutputPrefix\":\"e/\"," + Dynamic + "," + Query.Replace("{a:.a}", "{a:", StringComparison.Ordinal));

        var refusal = await Assert.ThrowsAsync<LocalPipelineException>(() => FirehoseRun.StartAsync(properties));

        Assert.StartsWith("template: Delivery (AWS::KinesisFirehose::DeliveryStream): MetadataExtractionQuery is '{a:', which jq does not compile: jq: error: syntax error", refusal.Message, StringComparison.Ordinal);
    }
}
