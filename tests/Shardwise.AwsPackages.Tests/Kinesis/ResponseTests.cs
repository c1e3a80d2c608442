using System.Net;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.AwsPackages.Tests.Http;

namespace Shardwise.AwsPackages.Tests.Kinesis;

public class ResponseTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task A_stream_summary_is_read_whole()
    {
        var response = await AnsweredAsync(
            """
            {
              "StreamDescriptionSummary": {
                "StreamName": "clicks",
                "StreamARN": "arn:aws:kinesis:eu-central-1:123456789012:stream/clicks",
                "StreamStatus": "ACTIVE",
                "StreamModeDetails": { "StreamMode": "PROVISIONED" },
                "RetentionPeriodHours": 168,
                "StreamCreationTimestamp": 1700000000.123,
                "EnhancedMonitoring": [{ "ShardLevelMetrics": ["IncomingBytes"] }],
                "EncryptionType": "KMS",
                "KeyId": "alias/aws/kinesis",
                "OpenShardCount": 4,
                "ConsumerCount": 0,
                "WarmThroughput": { "TargetMiBps": 50, "CurrentMiBps": 20 },
                "MemberOfTomorrow": { "Anything": [1, 2] }
              }
            }
            """,
            c => c.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest()));

        var summary = response.StreamDescriptionSummary;
        Assert.Equal("clicks", summary.StreamName);
        Assert.Equal(StreamStatus.ACTIVE, summary.StreamStatus);
        Assert.Equal(StreamMode.PROVISIONED, summary.StreamModeDetails.StreamMode);
        Assert.Equal(168, summary.RetentionPeriodHours);
        Assert.Equal(["IncomingBytes"], Assert.Single(summary.EnhancedMonitoring).ShardLevelMetrics);
        Assert.Equal(EncryptionType.KMS, summary.EncryptionType);
        Assert.Equal("alias/aws/kinesis", summary.KeyId);
        Assert.Equal(4, summary.OpenShardCount);
        Assert.Equal(0, summary.ConsumerCount);
        Assert.Equal((50, 20), (summary.WarmThroughput.TargetMiBps, summary.WarmThroughput.CurrentMiBps));
        Assert.Equal(new DateTime(2023, 11, 14, 22, 13, 20, 123, DateTimeKind.Utc), summary.StreamCreationTimestamp!.Value, Millisecond);
        Assert.Equal(DateTimeKind.Utc, summary.StreamCreationTimestamp!.Value.Kind);
        Assert.Equal(HttpStatusCode.OK, response.HttpStatusCode);
        Assert.Equal(Answer.RequestId, response.ResponseMetadata.RequestId);
    }

    [Fact]
    public async Task Records_are_read_with_their_bytes()
    {
        var response = await AnsweredAsync(
            """
            {
              "NextShardIterator": "next",
              "MillisBehindLatest": 4000000000,
              "ChildShards": [{
                "ShardId": "shardId-000000000001",
                "ParentShards": ["shardId-000000000000"],
                "HashKeyRange": { "StartingHashKey": "0", "EndingHashKey": "340282366920938463463374607431768211455" }
              }],
              "Records": [{
                "SequenceNumber": "49590338271490256608559692538361571095921575989136588898",
                "ApproximateArrivalTimestamp": 1545084650.987,
                "Data": "SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==",
                "PartitionKey": "1"
              }]
            }
            """,
            c => c.GetRecordsAsync(new GetRecordsRequest()));

        var record = Assert.Single(response.Records);
        Assert.Equal("Hello, this is a test."u8.ToArray(), record.Data.ToArray());
        Assert.Equal(0, record.Data.Position);
        Assert.Equal("49590338271490256608559692538361571095921575989136588898", record.SequenceNumber);
        Assert.Null(record.EncryptionType);
        Assert.Equal(
            new DateTime(2018, 12, 17, 22, 10, 50, 987, DateTimeKind.Utc), record.ApproximateArrivalTimestamp!.Value, Millisecond);
        Assert.Equal(4_000_000_000, response.MillisBehindLatest);
        var child = Assert.Single(response.ChildShards);
        Assert.Equal(["shardId-000000000000"], child.ParentShards);
        Assert.Equal("340282366920938463463374607431768211455", child.HashKeyRange.EndingHashKey);
    }

    [Fact]
    public async Task Members_that_are_absent_or_null_stay_unset()
    {
        var absent = await AnsweredAsync("{}", c => c.ListShardsAsync(new ListShardsRequest()));
        var explicitNull = await AnsweredAsync(
            """
            {"NextToken":null,"Shards":[{"ShardId":"shardId-000000000000","ParentShardId":null,"HashKeyRange":null,
              "SequenceNumberRange":{"StartingSequenceNumber":"1","EndingSequenceNumber":null}}]}
            """,
            c => c.ListShardsAsync(new ListShardsRequest()));
        var nulls = await AnsweredAsync(
            """{"StreamDescriptionSummary":{"OpenShardCount":null,"StreamStatus":null,"StreamCreationTimestamp":null,"EnhancedMonitoring":null}}""",
            c => c.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest()));

        Assert.Null(absent.Shards);
        Assert.Null(absent.NextToken);
        var shard = Assert.Single(explicitNull.Shards);
        Assert.Null(shard.ParentShardId);
        Assert.Null(shard.HashKeyRange);
        Assert.Null(shard.SequenceNumberRange.EndingSequenceNumber);
        Assert.Null(nulls.StreamDescriptionSummary.OpenShardCount);
        Assert.Null(nulls.StreamDescriptionSummary.StreamStatus);
        Assert.Null(nulls.StreamDescriptionSummary.StreamCreationTimestamp);
        Assert.Null(nulls.StreamDescriptionSummary.EnhancedMonitoring);
    }

    [Fact]
    public async Task A_partly_failed_PutRecords_tells_which_records_to_send_again()
    {
        var response = await AnsweredAsync(
            """
            {"FailedRecordCount":1,"Records":[
              {"SequenceNumber":"1","ShardId":"shardId-000000000000"},
              {"ErrorCode":"ProvisionedThroughputExceededException","ErrorMessage":"Rate exceeded."}]}
            """,
            c => c.PutRecordsAsync(new PutRecordsRequest()));

        Assert.Equal(1, response.FailedRecordCount);
        Assert.Null(response.Records[0].ErrorCode);
        Assert.Equal("ProvisionedThroughputExceededException", response.Records[1].ErrorCode);
    }

    [Fact]
    public async Task Tags_come_as_a_list_of_keys_and_values()
    {
        var response = await AnsweredAsync(
            """{"HasMoreTags":false,"Tags":[{"Key":"stage","Value":"dev"},{"Key":"empty","Value":""}]}""",
            c => c.ListTagsForStreamAsync(new ListTagsForStreamRequest()));

        Assert.False(response.HasMoreTags);
        Assert.Equal([("stage", "dev"), ("empty", "")], response.Tags.Select(t => (t.Key, t.Value)));
    }

    [Fact]
    public async Task An_empty_body_is_a_response_without_members()
    {
        var response = await AnsweredAsync("", c => c.SplitShardAsync(new SplitShardRequest()));

        Assert.Equal(HttpStatusCode.OK, response.HttpStatusCode);
        Assert.Equal(Answer.RequestId, response.ResponseMetadata.RequestId);
    }

    [Fact]
    public async Task A_value_not_known_to_an_enumeration_is_kept()
    {
        var response = await AnsweredAsync(
            """{"StreamDescriptionSummary":{"StreamStatus":"HIBERNATING"}}""",
            c => c.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest()));

        Assert.Equal("HIBERNATING", response.StreamDescriptionSummary.StreamStatus.Value);
        Assert.True(response.StreamDescriptionSummary.StreamStatus != StreamStatus.ACTIVE);
    }

    [Fact]
    public async Task A_timestamp_may_be_written_as_ISO_text()
    {
        var response = await AnsweredAsync(
            """{"StreamDescriptionSummary":{"StreamCreationTimestamp":"2026-11-20T11:05:00.250Z"}}""",
            c => c.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest()));

        Assert.Equal(
            new DateTime(2026, 11, 20, 11, 5, 0, 250, DateTimeKind.Utc),
            response.StreamDescriptionSummary.StreamCreationTimestamp!.Value,
            Millisecond);
    }

    private static async Task<T> AnsweredAsync<T>(string body, Func<IAmazonKinesis, Task<T>> call)
    {
        using var client = Clients.Kinesis(new FakeService(Answer.Ok(body)));
        return await call(client);
    }
}
