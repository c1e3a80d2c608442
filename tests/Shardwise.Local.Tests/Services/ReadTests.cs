using System.Net;
using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;

namespace Shardwise.Local.Tests.Services;

[Collection(LocalServicesFixture.Collection)]
public sealed class ReadTests(LocalServicesFixture local)
{
    [Fact]
    public async Task A_reader_at_the_tip_sees_what_is_put_next_and_the_end_of_a_closed_shard()
    {
        var stream = await local.CreateStreamAsync(1);
        var iterator = await IteratorAsync(stream, ShardIteratorType.TRIM_HORIZON);
        for (var i = 0; i < 3; i++)
        {
            var empty = await local.Kinesis.GetRecordsAsync(new GetRecordsRequest { ShardIterator = iterator });
            Assert.Empty(empty.Records);
            Assert.Equal(0, empty.MillisBehindLatest);
            iterator = empty.NextShardIterator;
        }

        await local.Kinesis.PutRecordAsync(new PutRecordRequest { StreamName = stream, PartitionKey = "a", Data = new MemoryStream([1]) });
        var page = await local.Kinesis.GetRecordsAsync(new GetRecordsRequest { ShardIterator = iterator });
        Assert.Equal("a", Assert.Single(page.Records).PartitionKey);

        page = await local.Kinesis.GetRecordsAsync(new GetRecordsRequest { ShardIterator = page.NextShardIterator });
        await local.ReshardAsync(stream, 2);
        page = await local.Kinesis.GetRecordsAsync(new GetRecordsRequest { ShardIterator = page.NextShardIterator });
        Assert.Null(page.NextShardIterator);
        Assert.Equal(["shardId-000000000001", "shardId-000000000002"], page.ChildShards.Select(child => child.ShardId));
        Assert.Equal(1, local.Services.Kinesis.Find(stream)!.ReadRecords);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("bm9uc2Vuc2U=")]
    public async Task A_bad_iterator_is_an_invalid_argument(string iterator)
    {
        var refused = await Assert.ThrowsAsync<InvalidArgumentException>(() => local.Kinesis.GetRecordsAsync(new GetRecordsRequest { ShardIterator = iterator }));

        Assert.Equal("Invalid ShardIterator.", refused.Message);
    }

    [Fact]
    public async Task Reading_more_than_a_shard_gives_in_a_window_is_refused_until_it_is_paid_off()
    {
        var stream = await local.CreateStreamAsync(1);
        await local.Kinesis.PutRecordAsync(new PutRecordRequest { StreamName = stream, PartitionKey = "a", Data = new MemoryStream(new byte[350_000]) });
        var page = await local.Kinesis.GetRecordsAsync(new GetRecordsRequest { ShardIterator = await IteratorAsync(stream, ShardIteratorType.TRIM_HORIZON) });
        Assert.Single(page.Records);

        var refused = await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(
            () => local.Kinesis.GetRecordsAsync(new GetRecordsRequest { ShardIterator = page.NextShardIterator }));
        Assert.Equal($"Rate exceeded for Shard - 000000000000/{stream}/shardId-000000000000", refused.Message);
        await local.NextWindowAsync();
        await local.NextWindowAsync();
        Assert.Empty((await local.Kinesis.GetRecordsAsync(new GetRecordsRequest { ShardIterator = page.NextShardIterator })).Records);
    }

    [Fact]
    public async Task An_iterator_at_a_timestamp_means_simulated_time()
    {
        var stream = await local.CreateStreamAsync(1);
        await local.Kinesis.PutRecordAsync(new PutRecordRequest { StreamName = stream, PartitionKey = "before", Data = new MemoryStream([1]) });
        await local.NextWindowAsync();
        var between = local.Services.Clock.GetUtcNow();
        await local.NextWindowAsync();
        await local.Kinesis.PutRecordAsync(new PutRecordRequest { StreamName = stream, PartitionKey = "after", Data = new MemoryStream([1]) });

        var iterator = (await local.Kinesis.GetShardIteratorAsync(new GetShardIteratorRequest
        {
            StreamName = stream, ShardId = "shardId-000000000000", ShardIteratorType = ShardIteratorType.AT_TIMESTAMP, Timestamp = between.UtcDateTime,
        })).ShardIterator;

        var page = await local.Kinesis.GetRecordsAsync(new GetRecordsRequest { ShardIterator = iterator });
        Assert.Equal("after", Assert.Single(page.Records).PartitionKey);
    }

    [Fact]
    public async Task A_request_without_a_signature_is_refused()
    {
        using var http = new HttpClient();
        using var content = new StringContent("{}", Encoding.UTF8, "application/x-amz-json-1.1");
        content.Headers.Add("X-Amz-Target", "Kinesis_20131202.ListStreams");

        var reply = await http.PostAsync(local.Services.Endpoint, content);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Equal("""{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}""", await reply.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Tags_are_kept()
    {
        var stream = await local.CreateStreamAsync(1);

        await local.Kinesis.AddTagsToStreamAsync(new AddTagsToStreamRequest { StreamName = stream, Tags = new() { ["shardwise:operations"] = "1 2 3" } });

        var tag = Assert.Single((await local.Kinesis.ListTagsForStreamAsync(new ListTagsForStreamRequest { StreamName = stream })).Tags);
        Assert.Equal(("shardwise:operations", "1 2 3"), (tag.Key, tag.Value));
    }

    private async Task<string> IteratorAsync(string stream, ShardIteratorType type) => (await local.Kinesis.GetShardIteratorAsync(
        new GetShardIteratorRequest { StreamName = stream, ShardId = "shardId-000000000000", ShardIteratorType = type })).ShardIterator;
}
