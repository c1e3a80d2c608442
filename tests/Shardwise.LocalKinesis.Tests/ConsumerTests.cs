using System.Text.Json.Nodes;

namespace Shardwise.LocalKinesis.Tests;

public sealed class ConsumerTests(KinesisFixture fixture) : IClassFixture<KinesisFixture>
{
    [Fact]
    public async Task A_consumer_is_registered_described_listed_tagged_and_removed()
    {
        var arn = Arn(await fixture.StreamAsync());
        var consumer = (await fixture.Wire.CallAsync("RegisterStreamConsumer", $$"""{"StreamARN":"{{arn}}","ConsumerName":"c1","Tags":{"a":"b"} }"""))["Consumer"]!;
        Assert.Equal(["ConsumerARN", "ConsumerCreationTimestamp", "ConsumerName", "ConsumerStatus"], consumer.AsObject()
            .Select(member => member.Key).Order());
        Assert.Equal("CREATING", consumer["ConsumerStatus"]!.GetValue<string>());
        Assert.Equal($"{arn}/consumer/c1:{fixture.Clock.GetUtcNow().ToUnixTimeSeconds()}", consumer["ConsumerARN"]!.GetValue<string>());
        Assert.Equal("ResourceInUseException", (await fixture.Wire.RefusedAsync("RegisterStreamConsumer", $$"""{"StreamARN":"{{arn}}","ConsumerName":"c1"}""")).Code);
        fixture.Settle();

        var described = (await fixture.Wire.CallAsync("DescribeStreamConsumer", $$"""{"ConsumerARN":"{{consumer["ConsumerARN"]}}"}"""))["ConsumerDescription"]!;
        Assert.Equal(("ACTIVE", arn), (described["ConsumerStatus"]!.GetValue<string>(), described["StreamARN"]!.GetValue<string>()));
        Assert.Equal("""[{"Key":"a","Value":"b"}]""", (await fixture.Wire.CallAsync("ListTagsForResource", $$"""{"ResourceARN":"{{consumer["ConsumerARN"]}}"}"""))["Tags"]!.ToJsonString());
        await fixture.Wire.CallAsync("RegisterStreamConsumer", $$"""{"StreamARN":"{{arn}}","ConsumerName":"c0"}""");
        var page = await fixture.Wire.CallAsync("ListStreamConsumers", $$"""{"StreamARN":"{{arn}}","MaxResults":1}""");
        Assert.Equal("c0", Assert.Single(page["Consumers"]!.AsArray())!["ConsumerName"]!.GetValue<string>());
        page = await fixture.Wire.CallAsync("ListStreamConsumers", $$"""{"StreamARN":"{{arn}}","NextToken":"{{page["NextToken"]}}"}""");
        Assert.Equal("c1", Assert.Single(page["Consumers"]!.AsArray())!["ConsumerName"]!.GetValue<string>());

        await fixture.Wire.CallAsync("DeregisterStreamConsumer", $$"""{"StreamARN":"{{arn}}","ConsumerName":"c1"}""");
        Assert.Equal("DELETING", (await fixture.Wire.CallAsync("DescribeStreamConsumer", $$"""{"StreamARN":"{{arn}}","ConsumerName":"c1"}"""))["ConsumerDescription"]!["ConsumerStatus"]!.GetValue<string>());
        fixture.Settle();
        Assert.Equal("ResourceNotFoundException", (await fixture.Wire.RefusedAsync("DescribeStreamConsumer", $$"""{"StreamARN":"{{arn}}","ConsumerName":"c1"}""")).Code);
        Assert.Equal(("InvalidArgumentException", "Either ConsumerARN, or StreamARN and ConsumerName must be given."),
            await fixture.Wire.RefusedAsync("DescribeStreamConsumer", "{}"));
    }

    [Fact]
    public async Task A_stream_has_twenty_consumers_at_most()
    {
        var arn = Arn(await fixture.StreamAsync());
        for (var i = 0; i < 20; i++)
        {
            await fixture.Wire.CallAsync("RegisterStreamConsumer", $$"""{"StreamARN":"{{arn}}","ConsumerName":"c{{i}}"}""");
        }

        Assert.Equal("LimitExceededException", (await fixture.Wire.RefusedAsync("RegisterStreamConsumer", $$"""{"StreamARN":"{{arn}}","ConsumerName":"c20"}""")).Code);
    }

    [Fact]
    public async Task A_subscription_brings_what_is_there_what_comes_and_the_end_of_the_shard()
    {
        var stream = await fixture.StreamAsync();
        var consumer = await ConsumerAsync(stream);
        await fixture.PutAsync(stream, "first");
        using var events = await SubscribeAsync(consumer, "\"Type\":\"TRIM_HORIZON\"");
        Assert.Equal(("initial-response", "{}"), await EventFrame.NextAsync(events));

        var first = await EventAsync(events);
        Assert.Equal("first", Assert.Single(first["Records"]!.AsArray())!["PartitionKey"]!.GetValue<string>());
        Assert.Equal(first["Records"]![0]!["SequenceNumber"]!.GetValue<string>(), first["ContinuationSequenceNumber"]!.GetValue<string>());
        await fixture.PutAsync(stream, "second");
        Assert.Equal("second", Assert.Single((await EventWithRecordsAsync(events))["Records"]!.AsArray())!["PartitionKey"]!.GetValue<string>());
        await fixture.Wire.CallAsync("SplitShard", $$"""{"StreamName":"{{stream}}","ShardToSplit":"0","NewStartingHashKey":"1000"}""");
        fixture.Settle();

        JsonObject last;
        do
        {
            last = await EventAsync(events);
        }
        while (!last.ContainsKey("ChildShards"));
        Assert.Equal(2, last["ChildShards"]!.AsArray().Count);
        Assert.False(last.ContainsKey("ContinuationSequenceNumber"));
        Assert.Equal(0, await events.ReadAsync(new byte[1]));
    }

    [Fact]
    public async Task A_newer_subscription_takes_the_place_of_an_older_one_and_time_ends_it()
    {
        var stream = await fixture.StreamAsync();
        var consumer = await ConsumerAsync(stream);
        using var older = await SubscribeAsync(consumer, "\"Type\":\"LATEST\"");
        await EventFrame.NextAsync(older);
        using var newer = await SubscribeAsync(consumer, "\"Type\":\"LATEST\"");
        Assert.True(await EndsAsync(older));

        await EventFrame.NextAsync(newer);
        var continuation = (await EventAsync(newer))["ContinuationSequenceNumber"]!.GetValue<string>();
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True(await EndsAsync(newer));
        await fixture.PutAsync(stream, "later");
        using var again = await SubscribeAsync(consumer, $"\"Type\":\"AFTER_SEQUENCE_NUMBER\",\"SequenceNumber\":\"{continuation}\"");
        await EventFrame.NextAsync(again);
        Assert.Equal("later", (await EventWithRecordsAsync(again))["Records"]![0]!["PartitionKey"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_subscription_that_cannot_be_is_refused_before_it_begins()
    {
        var stream = await fixture.StreamAsync();
        await fixture.Wire.CallAsync("RegisterStreamConsumer", $$"""{"StreamARN":"{{Arn(stream)}}","ConsumerName":"c"}""");
        var arn = $"{Arn(stream)}/consumer/c:{fixture.Clock.GetUtcNow().ToUnixTimeSeconds()}";
        string Body(string shard) => $$"""{"ConsumerARN":"{{arn}}","ShardId":"{{shard}}","StartingPosition":{"Type":"LATEST"} }""";

        Assert.Equal(
            ("ResourceInUseException",
                $"Consumer c with creation timestamp {fixture.Clock.GetUtcNow().ToUnixTimeSeconds()} under stream {stream} and account "
                + $"000000000000 is not in ACTIVE status."),
            await fixture.Wire.RefusedAsync("SubscribeToShard", Body("shardId-0")));
        Assert.Equal(("ResourceNotFoundException", $"Shard shardId-000000000007 in stream {stream} under account 000000000000 does not exist"),
            await fixture.Wire.RefusedAsync("SubscribeToShard", Body("shardId-7")));
    }

    [Fact]
    public async Task Subscribing_again_within_five_seconds_is_refused_where_limits_are_on()
    {
        await using var kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions { StateChangeDuration = TimeSpan.Zero });
        await kinesis.CreateStreamAsync("s");
        using var wire = new Wire(kinesis.Endpoint);
        var consumer = (await wire.CallAsync("RegisterStreamConsumer", $$"""{"StreamARN":"{{Arn("s")}}","ConsumerName":"c"}"""))["Consumer"]!["ConsumerARN"]!.GetValue<string>();
        using var events = await SubscribeAsync(consumer, "\"Type\":\"LATEST\"", wire);

        Assert.Equal(
            ("ResourceInUseException", "Another active subscription exists for this consumer: 000000000000:s:shardId-000000000000:c"),
            await wire.RefusedAsync("SubscribeToShard", $$"""{"ConsumerARN":"{{consumer}}","ShardId":"shardId-0","StartingPosition":{"Type":"LATEST"} }"""));
    }

    private static string Arn(string name) => $"arn:aws:kinesis:us-east-1:000000000000:stream/{name}";

    private async Task<string> ConsumerAsync(string stream)
    {
        var consumer = (await fixture.Wire.CallAsync("RegisterStreamConsumer", $$"""{"StreamARN":"{{Arn(stream)}}","ConsumerName":"c"}"""))["Consumer"]!["ConsumerARN"]!.GetValue<string>();
        fixture.Settle();
        return consumer;
    }

    private Task<Stream> SubscribeAsync(string consumer, string start, Wire? wire = null) => (wire ?? fixture.Wire).SubscribeAsync(consumer, start);

    private static async Task<JsonObject> EventAsync(Stream events)
    {
        var (type, payload) = await EventFrame.NextAsync(events);
        Assert.Equal("SubscribeToShardEvent", type);
        return JsonNode.Parse(payload)!.AsObject();
    }

    private static async Task<JsonObject> EventWithRecordsAsync(Stream events)
    {
        JsonObject next;
        do
        {
            next = await EventAsync(events);
        }
        while (next["Records"]!.AsArray().Count == 0);
        return next;
    }

    private static async Task<bool> EndsAsync(Stream events)
    {
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            while (await events.ReadAsync(buffer, patience.Token) > 0)
            {
            }

            return true;
        }
        catch (HttpIOException)
        {
            return true;
        }
    }
}
