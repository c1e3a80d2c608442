using System.Globalization;
using System.Text.Json.Nodes;

namespace Shardwise.LocalKinesis.Tests;

public sealed class ReadTests(KinesisFixture fixture) : IClassFixture<KinesisFixture>
{
    [Theory]
    [InlineData("ABC", "ABC")]
    [InlineData("2.14E4", "2.14E4")]
    [InlineData("2147483648", "2147483648")]
    [InlineData("shardId-x", "shardId-x")]
    public async Task An_unreadable_shard_id_is_not_found_before_the_stream_is_looked_for(string id, string raw) => Assert.Equal(
        ("ResourceNotFoundException", $"Could not find shard {raw} in stream missing under account 000000000000."),
        await fixture.Wire.RefusedAsync("GetShardIterator", $$"""{"StreamName":"missing","ShardId":"{{id}}","ShardIteratorType":"LATEST"}"""));

    [Theory]
    [InlineData("shardId-0")]
    [InlineData("foo-0")]
    [InlineData("-0000")]
    [InlineData("0")]
    public async Task A_shard_id_is_read_as_tolerantly_as_on_AWS(string id)
    {
        var stream = await fixture.StreamAsync();

        await fixture.Wire.CallAsync("GetShardIterator", $$"""{"StreamName":"{{stream}}","ShardId":"{{id}}","ShardIteratorType":"LATEST"}""");
        Assert.Equal(
            ("ResourceNotFoundException", $"Shard shardId-000000000005 in stream {stream} under account 000000000000 does not exist"),
            await fixture.Wire.RefusedAsync("GetShardIterator", $$"""{"StreamName":"{{stream}}","ShardId":"foo-5","ShardIteratorType":"LATEST"}"""));
        Assert.Equal(
            ("ResourceNotFoundException", "Shard shardId-000000000000 in stream missing under account 000000000000 does not exist"),
            await fixture.Wire.RefusedAsync("GetShardIterator", $$"""{"StreamName":"missing","ShardId":"{{id}}","ShardIteratorType":"LATEST"}"""));
    }

    [Theory]
    [InlineData("\"ShardIteratorType\":\"LATEST\",\"StartingSequenceNumber\":\"5\"",
        "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified LATEST and also a StartingSequenceNumber.")]
    [InlineData("\"ShardIteratorType\":\"AT_SEQUENCE_NUMBER\"",
        "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber.")]
    [InlineData("\"ShardIteratorType\":\"AT_SEQUENCE_NUMBER\",\"StartingSequenceNumber\":\"5\"",
        "Invalid StartingSequenceNumber. It encodes shardId-000000000005, while it was used in a call to a shard with shardId-000000000000")]
    [InlineData("\"ShardIteratorType\":\"AFTER_SEQUENCE_NUMBER\",\"StartingSequenceNumber\":\"99999999999999999999999999999999999999999999999999999999\"", "StartingSequenceNumber 99999999999999999999999999999999999999999999999999999999 used in GetShardIterator on shard shardId-000000000000 in stream STREAM under account 000000000000 is invalid.")]
    [InlineData("\"ShardIteratorType\":\"AT_SEQUENCE_NUMBER\",\"StartingSequenceNumber\":\"49680688148790309666702586358098400013935654700167725058\"", "StartingSequenceNumber 49680688148790309666702586358098400013935654700167725058 used in GetShardIterator on shard shardId-000000000000 in stream STREAM under account 000000000000 is invalid because it did not come from this stream.")]
    [InlineData("\"ShardIteratorType\":\"AT_TIMESTAMP\"",
        "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.")]
    [InlineData("\"ShardIteratorType\":\"AT_TIMESTAMP\",\"Timestamp\":4000000000.5",
        "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: 4000000000500, currentTimestampInMillis: NOW")]
    public async Task A_start_that_is_none_is_refused(string rest, string text)
    {
        var stream = await fixture.StreamAsync();

        var refused = await fixture.Wire.RefusedAsync("GetShardIterator", $$"""{"StreamName":"{{stream}}","ShardId":"shardId-000000000000",{{rest}}}""");

        var now = fixture.Clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        Assert.Equal(("InvalidArgumentException", text.Replace("STREAM", stream, StringComparison.Ordinal)
            .Replace("NOW", now, StringComparison.Ordinal)), refused);
    }

    [Fact]
    public async Task A_number_of_the_oldest_kind_fails_as_on_AWS()
    {
        var stream = await fixture.StreamAsync();

        var reply = await fixture.Wire.SendAsync(
            "GetShardIterator", $$"""{"StreamName":"{{stream}}","ShardId":"shardId-0","ShardIteratorType":"AT_SEQUENCE_NUMBER","StartingSequenceNumber":"0"}""");

        Assert.Equal((500, """{"__type":"InternalFailure"}"""), reply);
    }

    [Fact]
    public async Task Every_start_begins_where_it_says()
    {
        var stream = await fixture.StreamAsync();
        var latestBefore = await fixture.IteratorAsync(stream, 0, "\"ShardIteratorType\":\"LATEST\"");
        var numbers = new List<string>();
        var times = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            times.Add(fixture.Clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
            numbers.Add(await fixture.PutAsync(stream, $"k{i}"));
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(700));
        }

        async Task<string[]> KeysAsync(string iterator) =>
            [.. (await fixture.ReadAsync(iterator))["Records"]!.AsArray().Select(record => record!["PartitionKey"]!.GetValue<string>())];
        string[] From(int first) => [.. Enumerable.Range(first, 40 - first).Select(i => $"k{i}")];

        async Task AssertReadAsync(string[] expected, string iterator)
        {
            var keys = await KeysAsync(iterator);
            Assert.Equal(expected, keys);
        }

        await AssertReadAsync(From(0), latestBefore);
        await AssertReadAsync(From(0), await fixture.IteratorAsync(stream, 0));
        await AssertReadAsync([], await fixture.IteratorAsync(stream, 0, "\"ShardIteratorType\":\"LATEST\""));
        foreach (var i in (int[])[0, 17, 38])
        {
            await AssertReadAsync(From(i),
                await fixture.IteratorAsync(stream, 0, $"\"ShardIteratorType\":\"AT_SEQUENCE_NUMBER\",\"StartingSequenceNumber\":\"{numbers[i]}\""));
            await AssertReadAsync(From(i + 1),
                await fixture.IteratorAsync(stream, 0,
                    $"\"ShardIteratorType\":\"AFTER_SEQUENCE_NUMBER\",\"StartingSequenceNumber\":\"{numbers[i]}\""));
            var at = times[i].ToString("R", CultureInfo.InvariantCulture);
            await AssertReadAsync(From(i), await fixture.IteratorAsync(stream, 0, $"\"ShardIteratorType\":\"AT_TIMESTAMP\",\"Timestamp\":{at}"));
        }

        await AssertReadAsync(From(0), await fixture.IteratorAsync(stream, 0, "\"ShardIteratorType\":\"AT_TIMESTAMP\",\"Timestamp\":0"));
    }

    [Fact]
    public async Task Reading_goes_on_where_it_stopped_and_an_iterator_serves_again_and_in_quotation_marks()
    {
        var stream = await fixture.StreamAsync();
        for (var i = 0; i < 5; i++)
        {
            await fixture.PutAsync(stream, $"k{i}");
        }

        var iterator = await fixture.IteratorAsync(stream, 0);
        Assert.InRange(iterator.Length, 1, 512);
        var page = await fixture.ReadAsync($"\\\"{iterator}\\\"", ",\"Limit\":2");
        Assert.Equal(["k0", "k1"], page["Records"]!.AsArray().Select(record => record!["PartitionKey"]!.GetValue<string>()));
        Assert.Equal(2, (await fixture.ReadAsync(iterator, ",\"Limit\":2"))["Records"]!.AsArray().Count);
        page = await fixture.ReadAsync(page["NextShardIterator"]!.GetValue<string>());
        Assert.Equal(["k2", "k3", "k4"], page["Records"]!.AsArray().Select(record => record!["PartitionKey"]!.GetValue<string>()));
        Assert.Equal(0, page["MillisBehindLatest"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_iterator_of_the_longest_name_has_no_more_than_512_characters()
    {
        var name = new string('n', 128);
        await fixture.Kinesis.CreateStreamAsync(name);

        Assert.InRange((await fixture.IteratorAsync(name, 0)).Length, 1, 512);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAE=")]
    public async Task What_is_no_iterator_is_refused(string iterator) =>
        Assert.Equal(("InvalidArgumentException", "Invalid ShardIterator."), await fixture.Wire.RefusedAsync("GetRecords", $$"""{"ShardIterator":"{{iterator}}"}"""));

    [Fact]
    public async Task An_iterator_expires_after_five_minutes_of_the_clock()
    {
        var stream = await fixture.StreamAsync();
        var iterator = await fixture.IteratorAsync(stream, 0);
        var issued = fixture.Clock.GetUtcNow();
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        await fixture.ReadAsync(iterator);
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var (code, text) = await fixture.Wire.RefusedAsync("GetRecords", $$"""{"ShardIterator":"{{iterator}}"}""");

        string Java(DateTimeOffset time) => time.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);
        Assert.Equal("ExpiredIteratorException", code);
        Assert.Equal(
            $"Iterator expired. The iterator was created at time {Java(issued)} while right now it is {Java(issued.AddMinutes(5))} which "
            + $"is further in the future than the tolerated delay of 300000 milliseconds.",
            text);
    }

    [Fact]
    public async Task Records_leave_when_their_retention_is_over_and_do_not_come_back_with_a_longer_one()
    {
        var stream = await fixture.StreamAsync();
        await fixture.PutAsync(stream, "old");
        fixture.Clock.Advance(TimeSpan.FromHours(20));
        await fixture.PutAsync(stream, "new");
        fixture.Clock.Advance(TimeSpan.FromHours(5));

        await fixture.Wire.CallAsync("IncreaseStreamRetentionPeriod", $$"""{"StreamName":"{{stream}}","RetentionPeriodHours":8760}""");

        var page = await fixture.ReadAsync(await fixture.IteratorAsync(stream, 0));
        Assert.Equal(["new"], page["Records"]!.AsArray().Select(record => record!["PartitionKey"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_iterator_of_a_stream_that_was_made_again_fails_as_on_AWS()
    {
        var stream = await fixture.StreamAsync();
        var iterator = await fixture.IteratorAsync(stream, 0);
        await fixture.Wire.CallAsync("DeleteStream", $$"""{"StreamName":"{{stream}}"}""");
        fixture.Settle();
        Assert.Equal(
            ("ResourceNotFoundException", $"Shard shardId-000000000000 in stream {stream} under account 000000000000 does not exist"),
            await fixture.Wire.RefusedAsync("GetRecords", $$"""{"ShardIterator":"{{iterator}}"}"""));

        await fixture.Kinesis.CreateStreamAsync(stream);

        Assert.Equal((500, """{"__type":"InternalFailure"}"""), await fixture.Wire.SendAsync("GetRecords", $$"""{"ShardIterator":"{{iterator}}"}"""));
    }

    [Fact]
    public async Task A_reader_is_told_how_far_it_is_behind()
    {
        var stream = await fixture.StreamAsync();
        await fixture.PutAsync(stream, "a");
        await fixture.PutAsync(stream, "b");
        fixture.Clock.Advance(TimeSpan.FromSeconds(3));

        var page = await fixture.ReadAsync(await fixture.IteratorAsync(stream, 0), ",\"Limit\":1");

        Assert.Equal(3000, page["MillisBehindLatest"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(2_000, true)]
    public async Task A_large_page_goes_in_parts_and_is_whole_a_small_one_has_its_length(int records, bool isInParts)
    {
        var stream = await fixture.StreamAsync();
        var expected = await PutManyAsync(stream, records);
        var iterator = await fixture.IteratorAsync(stream, 0);

        using var reply = await fixture.Wire.SendAsync(
            "GetRecords", System.Text.Encoding.UTF8.GetBytes($$"""{"ShardIterator":"{{iterator}}"}"""), Wire.Json);

        Assert.Equal((200, isInParts), ((int)reply.StatusCode, reply.Headers.TransferEncodingChunked == true));
        var page = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
        Assert.Equal(expected, page["Records"]!.AsArray().Select(record => record!["Data"]!.GetValue<string>()));
        Assert.Equal(0, page["MillisBehindLatest"]!.GetValue<long>());
        Assert.Empty((await fixture.ReadAsync(page["NextShardIterator"]!.GetValue<string>()))["Records"]!.AsArray());
    }

    [Fact]
    public async Task A_reader_who_leaves_in_the_middle_of_a_page_disturbs_no_other()
    {
        var stream = await fixture.StreamAsync();
        var expected = await PutManyAsync(stream, 4_000);
        var iterator = await fixture.IteratorAsync(stream, 0);
        var body = System.Text.Encoding.UTF8.GetBytes($$"""{"ShardIterator":"{{iterator}}"}""");

        for (var i = 0; i < 20; i++)
        {
            using var leaving = new Wire(fixture.Kinesis.Endpoint);
            using var request = leaving.Request("GetRecords", body, Wire.Json);
            using var reply = await leaving.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(200, (int)reply.StatusCode);
        }

        Assert.Equal(expected, (await fixture.ReadAsync(iterator))["Records"]!.AsArray().Select(record => record!["Data"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_lost_answer_of_a_large_page_has_no_part_of_it()
    {
        var stream = await fixture.StreamAsync();
        await PutManyAsync(stream, 2_000);
        var iterator = await fixture.IteratorAsync(stream, 0);
        using var fault = fixture.Kinesis.Order(new Fault { Kind = FaultKind.LostAnswer, Operation = "GetRecords", Stream = stream, Count = 1 });

        await Assert.ThrowsAsync<HttpRequestException>(() => fixture.ReadAsync(iterator));

        Assert.Equal(2_000, (await fixture.ReadAsync(iterator))["Records"]!.AsArray().Count);
    }

    private async Task<List<string>> PutManyAsync(string stream, int records)
    {
        var random = new Random(7);
        var data = Enumerable.Range(0, records).Select(_ =>
        {
            var bytes = new byte[random.Next(1_000)];
            random.NextBytes(bytes);
            return Convert.ToBase64String(bytes);
        }).ToList();
        foreach (var batch in data.Chunk(500))
        {
            await fixture.Wire.CallAsync("PutRecords", $$"""{"StreamName":"{{stream}}","Records":[{{string.Join(",", batch.Select(one => $$"""{"PartitionKey":"a","Data":"{{one}}"}"""))}}]}""");
        }

        return data;
    }
}
