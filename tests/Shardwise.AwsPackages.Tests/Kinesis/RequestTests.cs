using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.AwsPackages.Tests.Http;

namespace Shardwise.AwsPackages.Tests.Kinesis;

public class RequestTests
{
    [Fact]
    public async Task A_request_is_a_POST_of_AWS_JSON_1_1_that_names_its_operation()
    {
        var request = await SentAsync(c => c.ListStreamsAsync(new ListStreamsRequest { Limit = 10 }));

        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal("application/x-amz-json-1.1", request.Headers["Content-Type"]);
        Assert.Equal("Kinesis_20131202.ListStreams", request.Headers["X-Amz-Target"]);
        Assert.Equal("2013-12-02", request.Headers["x-amz-api-version"]);
        SentRequest.AssertBody("""{"Limit":10}""", request);
    }

    [Fact]
    public async Task Members_that_are_not_set_are_left_out()
    {
        SentRequest.AssertBody("{}", await SentAsync(c => c.PutRecordsAsync(new PutRecordsRequest())));
    }

    [Fact]
    public async Task An_empty_list_that_is_set_is_sent()
    {
        SentRequest.AssertBody("""{"Records":[]}""", await SentAsync(c => c.PutRecordsAsync(new PutRecordsRequest { Records = [] })));
    }

    [Fact]
    public async Task Records_are_sent_with_base64_data_whole_wherever_the_stream_stands()
    {
        var read = new MemoryStream("hello"u8.ToArray());
        read.Position = 3;
        var slice = new MemoryStream("-slice-"u8.ToArray(), 1, 5);

        var request = await SentAsync(c => c.PutRecordsAsync(new PutRecordsRequest
        {
            StreamName = "clicks",
            Records =
            [
                new PutRecordsRequestEntry { PartitionKey = "a", Data = read },
                new PutRecordsRequestEntry { PartitionKey = "b", ExplicitHashKey = "0", Data = slice },
            ],
        }));

        SentRequest.AssertBody(
            """
            {
              "StreamName": "clicks",
              "Records": [
                { "PartitionKey": "a", "Data": "aGVsbG8=" },
                { "PartitionKey": "b", "ExplicitHashKey": "0", "Data": "c2xpY2U=" }
              ]
            }
            """,
            request);
    }

    [Fact]
    public async Task A_reshard_names_stream_target_and_type()
    {
        var request = await SentAsync(c => c.UpdateShardCountAsync(
            new UpdateShardCountRequest { StreamName = "clicks", TargetShardCount = 4, ScalingType = ScalingType.UNIFORM_SCALING }));

        SentRequest.AssertBody("""{"StreamName":"clicks","TargetShardCount":4,"ScalingType":"UNIFORM_SCALING"}""", request);
    }

    [Fact]
    public async Task A_map_of_tags_is_an_object()
    {
        var request = await SentAsync(c => c.AddTagsToStreamAsync(new AddTagsToStreamRequest
        {
            StreamName = "clicks",
            Tags = new Dictionary<string, string> { ["shardwise:operations"] = "2026-11-20T11:05Z 1->2", ["stage"] = "dev" },
        }));

        SentRequest.AssertBody("""{"StreamName":"clicks","Tags":{"shardwise:operations":"2026-11-20T11:05Z 1->2","stage":"dev"}}""", request);
    }

    [Fact]
    public async Task A_timestamp_is_sent_in_epoch_seconds()
    {
        var request = await SentAsync(c => c.GetShardIteratorAsync(new GetShardIteratorRequest
        {
            StreamName = "clicks",
            ShardId = "shardId-000000000000",
            ShardIteratorType = ShardIteratorType.AT_TIMESTAMP,
            Timestamp = new DateTime(2026, 11, 20, 11, 5, 0, DateTimeKind.Utc),
        }));

        SentRequest.AssertBody(
            """{"StreamName":"clicks","ShardId":"shardId-000000000000","ShardIteratorType":"AT_TIMESTAMP","Timestamp":1795172700}""",
            request);
    }

    [Fact]
    public async Task Nested_members_and_lists_of_enumeration_values_are_sent()
    {
        SentRequest.AssertBody(
            """{"StreamName":"clicks","StreamModeDetails":{"StreamMode":"ON_DEMAND"}}""",
            await SentAsync(c => c.CreateStreamAsync(new CreateStreamRequest
            {
                StreamName = "clicks",
                StreamModeDetails = new StreamModeDetails { StreamMode = StreamMode.ON_DEMAND },
            })));
        SentRequest.AssertBody(
            """{"ShardLevelMetrics":["IncomingBytes"]}""",
            await SentAsync(c => c.EnableEnhancedMonitoringAsync(
                new EnableEnhancedMonitoringRequest { ShardLevelMetrics = [MetricsName.IncomingBytes] })));
        SentRequest.AssertBody(
            """{"ShardFilter":{"Type":"AT_LATEST"}}""",
            await SentAsync(c => c.ListShardsAsync(
                new ListShardsRequest { ShardFilter = new ShardFilter { Type = ShardFilterType.AT_LATEST } })));
    }

    [Fact]
    public async Task The_short_overload_sends_what_the_long_one_does()
    {
        var request = await SentAsync(c => c.IncreaseStreamRetentionPeriodAsync("clicks", 168));

        Assert.Equal("IncreaseStreamRetentionPeriod", request.Operation);
        SentRequest.AssertBody("""{"StreamName":"clicks","RetentionPeriodHours":168}""", request);
    }

    [Fact]
    public async Task Every_operation_is_sent_under_its_own_name()
    {
        var service = new FakeService(Answer.Ok());
        using var client = Clients.Kinesis(service);

        foreach (var call in Calls(client))
        {
            await call;
        }

        Assert.Equal(
            [
                "AddTagsToStream", "CreateStream", "DeleteStream", "DescribeAccountSettings", "DescribeLimits", "DescribeStream", "DescribeStreamConsumer",
                "DescribeStreamSummary", "DisableEnhancedMonitoring", "EnableEnhancedMonitoring", "GetRecords", "GetShardIterator",
                "IncreaseStreamRetentionPeriod", "ListShards", "ListStreamConsumers", "ListStreams", "ListTagsForStream", "MergeShards",
                "PutRecord", "PutRecords", "RemoveTagsFromStream", "SplitShard", "UpdateAccountSettings", "UpdateShardCount", "UpdateStreamMode",
                "UpdateStreamWarmThroughput",
            ],
            service.Requests.Select(r => r.Operation));
    }

    private static IEnumerable<Task> Calls(IAmazonKinesis client)
    {
        yield return client.AddTagsToStreamAsync(new AddTagsToStreamRequest());
        yield return client.CreateStreamAsync(new CreateStreamRequest());
        yield return client.DeleteStreamAsync(new DeleteStreamRequest());
        yield return client.DescribeAccountSettingsAsync(new DescribeAccountSettingsRequest());
        yield return client.DescribeLimitsAsync(new DescribeLimitsRequest());
        yield return client.DescribeStreamAsync(new DescribeStreamRequest());
        yield return client.DescribeStreamConsumerAsync(new DescribeStreamConsumerRequest());
        yield return client.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest());
        yield return client.DisableEnhancedMonitoringAsync(new DisableEnhancedMonitoringRequest());
        yield return client.EnableEnhancedMonitoringAsync(new EnableEnhancedMonitoringRequest());
        yield return client.GetRecordsAsync(new GetRecordsRequest());
        yield return client.GetShardIteratorAsync(new GetShardIteratorRequest());
        yield return client.IncreaseStreamRetentionPeriodAsync(new IncreaseStreamRetentionPeriodRequest());
        yield return client.ListShardsAsync(new ListShardsRequest());
        yield return client.ListStreamConsumersAsync(new ListStreamConsumersRequest());
        yield return client.ListStreamsAsync(new ListStreamsRequest());
        yield return client.ListTagsForStreamAsync(new ListTagsForStreamRequest());
        yield return client.MergeShardsAsync(new MergeShardsRequest());
        yield return client.PutRecordAsync(new PutRecordRequest());
        yield return client.PutRecordsAsync(new PutRecordsRequest());
        yield return client.RemoveTagsFromStreamAsync(new RemoveTagsFromStreamRequest());
        yield return client.SplitShardAsync(new SplitShardRequest());
        yield return client.UpdateAccountSettingsAsync(new UpdateAccountSettingsRequest());
        yield return client.UpdateShardCountAsync(new UpdateShardCountRequest());
        yield return client.UpdateStreamModeAsync(new UpdateStreamModeRequest());
        yield return client.UpdateStreamWarmThroughputAsync(new UpdateStreamWarmThroughputRequest());
    }

    private static async Task<SentRequest> SentAsync(Func<IAmazonKinesis, Task> call)
    {
        var service = new FakeService(Answer.Ok("{}"));
        using var client = Clients.Kinesis(service);
        await call(client);
        return service.Request;
    }
}
