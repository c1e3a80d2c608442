using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Tests;

public sealed class ReshardTests(KinesisFixture fixture) : IClassFixture<KinesisFixture>
{
    private const string Last = "340282366920938463463374607431768211455";

    [Fact]
    public async Task A_new_stream_is_cut_as_the_service_cuts_it()
    {
        var shards = await ShardsAsync(await fixture.StreamAsync(3));

        Assert.Equal(
            [("0", "113427455640312821154458202477256070484"),
                ("113427455640312821154458202477256070485", "226854911280625642308916404954512140969"),
                    ("226854911280625642308916404954512140970", Last)],
            shards.Select(shard => (Range(shard, "StartingHashKey"), Range(shard, "EndingHashKey"))));
        Assert.All(shards, shard => Assert.Null(shard["SequenceNumberRange"]!["EndingSequenceNumber"]));
    }

    [Fact]
    public void Any_number_of_shards_covers_all_keys_once() => Prop.ForAll(Gen.Choose(1, 10_000).ToArbitrary(), count =>
    {
        var ranges = HashKeyRange.Cut(count);
        return ranges.Length == count && ranges[0].Start == 0 && ranges[^1].End == UInt128.MaxValue
            && ranges.Zip(ranges.Skip(1)).All(pair => pair.First.End + 1 == pair.Second.Start)
                && ranges.All(range => range.End - range.Start >= UInt128.MaxValue / (uint)count - 1);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_split_closes_its_shard_and_makes_two_once_the_stream_is_ACTIVE_again()
    {
        var stream = await fixture.StreamAsync();
        await fixture.PutAsync(stream, "before", rest: ",\"ExplicitHashKey\":\"7\"");
        await fixture.Wire.CallAsync("SplitShard", $$"""{"StreamName":"{{stream}}","ShardToSplit":"shardId-000000000000","NewStartingHashKey":"1000"}""");
        Assert.Single(await ShardsAsync(stream));
        Assert.Equal(
            ("ResourceInUseException", $"Stream {stream} under account 000000000000 not ACTIVE, instead in state UPDATING"),
            await fixture.Wire.RefusedAsync("SplitShard", $$"""{"StreamName":"{{stream}}","ShardToSplit":"shardId-000000000000","NewStartingHashKey":"1000"}"""));
        fixture.Settle();
        await fixture.PutAsync(stream, "after", rest: ",\"ExplicitHashKey\":\"7\"");

        var shards = await ShardsAsync(stream);
        Assert.Equal([("0", Last, null), ("0", "999", "shardId-000000000000"), ("1000", Last, "shardId-000000000000")],
            shards.Select(shard => (Range(shard, "StartingHashKey"), Range(shard, "EndingHashKey"), shard["ParentShardId"]?.GetValue<string>())));
        var end = SequenceNumber.Parse(shards[0]["SequenceNumberRange"]!["EndingSequenceNumber"]!.GetValue<string>())!.Value;
        var start = SequenceNumber.Parse(shards[1]["SequenceNumberRange"]!["StartingSequenceNumber"]!.GetValue<string>())!.Value;
        Assert.Equal((long.MaxValue, end.PutSecond + 1), (end.Counter, start.CreatedSecond));

        var page = await fixture.ReadAsync(await fixture.IteratorAsync(stream, 0));
        Assert.Equal(["before"], page["Records"]!.AsArray().Select(record => record!["PartitionKey"]!.GetValue<string>()));
        Assert.False(page.ContainsKey("NextShardIterator"));
        Assert.Equal(["shardId-000000000001", "shardId-000000000002"], page["ChildShards"]!.AsArray()
            .Select(child => child!["ShardId"]!.GetValue<string>()));
        Assert.Equal("shardId-000000000000", page["ChildShards"]![0]!["ParentShards"]![0]!.GetValue<string>());
        var records = fixture.Kinesis.Records(stream);
        Assert.True(string.CompareOrdinal(records[0].SequenceNumber, records[1].SequenceNumber) < 0);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData(Last)]
    [InlineData("340282366920938463463374607431768211456")]
    public async Task A_split_outside_of_the_shard_is_refused(string key)
    {
        var stream = await fixture.StreamAsync();

        var refused = await fixture.Wire.RefusedAsync("SplitShard", $$"""{"StreamName":"{{stream}}","ShardToSplit":"shardId-0","NewStartingHashKey":"{{key}}"}""");

        Assert.Equal(
            ("InvalidArgumentException",
                $"NewStartingHashKey {key} used in SplitShard() on shard shardId-000000000000 in stream {stream} under account "
                + $"000000000000 is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey {Last}."),
            refused);
    }

    [Fact]
    public async Task A_merge_takes_neighbours_in_their_order_and_names_both_parents()
    {
        var stream = await fixture.StreamAsync(3);
        string Merge(int first, int second) => $$"""{"StreamName":"{{stream}}","ShardToMerge":"shardId-{{first}}","AdjacentShardToMerge":"shardId-{{second}}"}""";
        foreach (var (first, second) in ((int, int)[])[(1, 0), (0, 2)])
        {
            Assert.Equal(
                ("InvalidArgumentException",
                    $"Shards shardId-{first:D12} and shardId-{second:D12} in stream {stream} under account 000000000000 are not an "
                    + $"adjacent pair of shards eligible for merging"),
                await fixture.Wire.RefusedAsync("MergeShards", Merge(first, second)));
        }

        Assert.Equal(
            ("ResourceNotFoundException", $"Could not find shard shardId-000000000009 in stream {stream} under account 000000000000."),
            await fixture.Wire.RefusedAsync("MergeShards", Merge(0, 9)));
        await fixture.Wire.CallAsync("MergeShards", Merge(0, 1));
        fixture.Settle();

        var child = (await ShardsAsync(stream))[^1];
        Assert.Equal(("shardId-000000000000", "shardId-000000000001", "0"),
            (child["ParentShardId"]!.GetValue<string>(), child["AdjacentParentShardId"]!.GetValue<string>(), Range(child, "StartingHashKey")));
        Assert.Equal("InvalidArgumentException", (await fixture.Wire.RefusedAsync("MergeShards", Merge(0, 1))).Code);
    }

    [Theory]
    [InlineData(9, "UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 4 Target shard count: 9")]
    [InlineData(1, "UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: 4 Target shard count: 1")]
    public async Task A_count_out_of_reach_is_refused(int target, string text)
    {
        var stream = await fixture.StreamAsync(4);

        Assert.Equal(("InvalidArgumentException", text), await fixture.Wire.RefusedAsync("UpdateShardCount", Update(stream, target)));
    }

    [Fact]
    public async Task Every_way_from_one_count_to_another_ends_in_equal_ranges_by_legal_steps()
    {
        var random = new System.Random(7);
        var stream = await fixture.StreamAsync(3);
        var count = 3;
        for (var round = 0; round < 12; round++)
        {
            var target = random.Next((count + 1) / 2, Math.Min(2 * count, 40) + 1);
            if (target == count)
            {
                continue;
            }

            await fixture.Wire.CallAsync("UpdateShardCount", Update(stream, target));
            fixture.Settle();
            count = target;
            AssertLegal(fixture.Kinesis.Find(stream)!, await ShardsAsync(stream), target);
        }
    }

    [Fact]
    public async Task Nothing_is_lost_or_out_of_order_by_key_while_shards_come_and_go_under_load()
    {
        await using var kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions
        {
            EnforceLimits = false, ReshardDuration = (_, _) =>
            TimeSpan.FromMilliseconds(30)
        });
        await kinesis.CreateStreamAsync("busy", shards: 4);
        var finished = new ConcurrentQueue<Resharded>();
        kinesis.Resharded += finished.Enqueue;
        var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(() => WriteAsync(kinesis, writer, stop.Token))).ToArray();
        using var wire = new Wire(kinesis.Endpoint);
        foreach (var target in (int[])[8, 16, 32, 64, 100, 50, 25, 13, 7, 4])
        {
            await wire.CallAsync("UpdateShardCount", Update("busy", target));
            while (finished.LastOrDefault()?.To != target)
            {
                await Task.Delay(5);
            }
        }

        await stop.CancelAsync();
        var accepted = await Task.WhenAll(writers);

        var records = kinesis.Records("busy");
        Assert.Equal(accepted.Sum(), records.Count);
        Assert.NotEmpty(records);
        foreach (var byKey in records.GroupBy(record => record.PartitionKey))
        {
            var inOrder = byKey.OrderBy(record => record.SequenceNumber, StringComparer.Ordinal)
                .Select(record => BitConverter.ToInt32(record.Data.Span)).ToArray();
            Assert.Equal(Enumerable.Range(0, inOrder.Length), inOrder);
        }
    }

    [Theory]
    [InlineData("\"ShardFilter\":{\"Type\":\"AT_LATEST\"}", "1 2")]
    [InlineData("\"ShardFilter\":{\"Type\":\"AT_TRIM_HORIZON\"}", "0")]
    [InlineData("\"ShardFilter\":{\"Type\":\"FROM_TRIM_HORIZON\"}", "0 1 2")]
    [InlineData("\"ShardFilter\":{\"Type\":\"AFTER_SHARD_ID\",\"ShardId\":\"shardId-000000000001\"}", "2")]
    [InlineData("\"ShardFilter\":{\"Type\":\"AT_TIMESTAMP\",\"Timestamp\":SPLIT}", "0")]
    [InlineData("\"ShardFilter\":{\"Type\":\"AT_TIMESTAMP\",\"Timestamp\":LATER}", "1 2")]
    [InlineData("\"ShardFilter\":{\"Type\":\"FROM_TIMESTAMP\",\"Timestamp\":LATER}", "1 2")]
    [InlineData("\"ExclusiveStartShardId\":\"shardId-000000000000\"", "1 2")]
    public async Task A_filter_lists_what_was_open_when_it_says(string filter, string shards)
    {
        var stream = await fixture.StreamAsync();
        fixture.Clock.Advance(TimeSpan.FromHours(23));
        await fixture.Wire.CallAsync("SplitShard", $$"""{"StreamName":"{{stream}}","ShardToSplit":"0","NewStartingHashKey":"1000"}""");
        var split = fixture.Clock.GetUtcNow().ToUnixTimeSeconds();
        fixture.Settle();
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        // The horizon now lies between the stream's beginning and the split.
        fixture.Clock.Advance(TimeSpan.FromHours(1.5));
        var text = filter.Replace("SPLIT", split.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("LATER", (split + 30).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

        var listed = (await fixture.Wire.CallAsync("ListShards", $$"""{"StreamName":"{{stream}}",{{text}}}"""))["Shards"]!.AsArray();

        Assert.Equal(shards, string.Join(" ", listed.Select(shard => shard!["ShardId"]!.GetValue<string>()[^1])));
        fixture.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(2, (await ShardsAsync(stream)).Count);
    }

    [Theory]
    [InlineData("{}", "Either NextToken or StreamName should be provided.")]
    [InlineData("""{"StreamName":"a","NextToken":"b"}""", "NextToken and StreamName cannot be provided together.")]
    [InlineData("""{"NextToken":"b"}""", "Invalid NextToken.")]
    [InlineData("""{"StreamName":"a","ShardFilter":{"Type":"AT_TIMESTAMP"}}""", "ShardFilter of type AT_TIMESTAMP needs Timestamp.")]
    [InlineData("""{"StreamName":"a","ShardFilter":{"Type":"AT_LATEST","ShardId":"a"}}""", "ShardFilter of type AT_LATEST must not have ShardId.")]
    public async Task A_list_asked_for_wrongly_is_refused(string body, string text) =>
        Assert.Equal(("InvalidArgumentException", text), await fixture.Wire.RefusedAsync("ListShards", body));

    [Fact]
    public async Task Shards_come_page_by_page_and_a_token_is_good_for_five_minutes()
    {
        var stream = await fixture.StreamAsync(5);
        var ids = new List<string>();
        var page = await fixture.Wire.CallAsync("ListShards", $$"""{"StreamName":"{{stream}}","MaxResults":2}""");
        while (true)
        {
            ids.AddRange(page["Shards"]!.AsArray().Select(shard => shard!["ShardId"]!.GetValue<string>()));
            if (page["NextToken"]?.GetValue<string>() is not { } token)
            {
                break;
            }

            page = await fixture.Wire.CallAsync("ListShards", $$"""{"NextToken":"{{token}}","MaxResults":2}""");
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(index => $"shardId-{index:D12}"), ids);
        var old = (await fixture.Wire.CallAsync("ListShards", $$"""{"StreamName":"{{stream}}","MaxResults":1}"""))["NextToken"]!.GetValue<string>();
        fixture.Clock.Advance(TimeSpan.FromSeconds(301));
        Assert.Equal("ExpiredNextTokenException", (await fixture.Wire.RefusedAsync("ListShards", $$"""{"NextToken":"{{old}}"}""")).Code);
    }

    private static string Update(string stream, int target) =>
        $$"""{"StreamName":"{{stream}}","ScalingType":"UNIFORM_SCALING","TargetShardCount":{{target}}}""";

    private static string Range(JsonNode shard, string end) => shard["HashKeyRange"]![end]!.GetValue<string>();

    private static async Task<int> WriteAsync(LocalKinesis kinesis, int writer, CancellationToken stop)
    {
        using var wire = new Wire(kinesis.Endpoint);
        var count = 0;
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var records = string.Join(",", Enumerable.Range(0, 40).Select(key => $$"""{"PartitionKey":"{{writer}}-{{key}}","Data":"{{Convert.ToBase64String(BitConverter.GetBytes(number))}}"}"""));
            var reply = await wire.CallAsync("PutRecords", $$"""{"StreamName":"busy","Records":[{{records}}]}""");
            Assert.Equal(0, reply["FailedRecordCount"]!.GetValue<int>());
            count += 40;
        }

        return count;
    }

    private static void AssertLegal(StreamSnapshot stream, List<JsonObject> listed, int count)
    {
        var open = stream.Shards.Where(shard => shard.IsOpen).OrderBy(shard => shard.StartingHashKey).ToArray();
        Assert.Equal(count, open.Length);
        Assert.Equal((UInt128.Zero, UInt128.MaxValue), (open[0].StartingHashKey, open[^1].EndingHashKey));
        Assert.All(open.Zip(open.Skip(1)), pair => Assert.Equal(pair.First.EndingHashKey + 1, pair.Second.StartingHashKey));
        Assert.All(open, shard =>
            Assert.InRange((double)(shard.EndingHashKey - shard.StartingHashKey) / (double)(UInt128.MaxValue / (UInt128)count), 0.999999, 1.000001));
        var byId = listed.ToDictionary(shard => shard["ShardId"]!.GetValue<string>());
        foreach (var shard in listed)
        {
            foreach (var parent in new[] { shard["ParentShardId"], shard["AdjacentParentShardId"] }.OfType<JsonNode>()
                .Select(id => byId[id.GetValue<string>()]))
            {
                var end = SequenceNumber.Parse(parent["SequenceNumberRange"]!["EndingSequenceNumber"]!.GetValue<string>())!.Value;
                var start = SequenceNumber.Parse(shard["SequenceNumberRange"]!["StartingSequenceNumber"]!.GetValue<string>())!.Value;
                Assert.True(start.CreatedSecond > end.PutSecond);
            }
        }
    }

    private async Task<List<JsonObject>> ShardsAsync(string stream) =>
        [.. (await fixture.Wire.CallAsync("ListShards", $$"""{"StreamName":"{{stream}}"}"""))["Shards"]!.AsArray().Select(shard => shard!.AsObject())];
}
