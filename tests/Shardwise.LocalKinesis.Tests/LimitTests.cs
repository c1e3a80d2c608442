using Microsoft.Extensions.Time.Testing;

namespace Shardwise.LocalKinesis.Tests;

public sealed class LimitTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(KinesisFixture.Start);
    private LocalKinesis _kinesis = null!;
    private Wire _wire = null!;

    public async Task InitializeAsync()
    {
        _kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions
        {
            Clock = _clock, StateChangeDuration = TimeSpan.Zero,
            ReshardDuration = (_, _) => TimeSpan.Zero
        });
        _wire = new Wire(_kinesis.Endpoint);
        await _kinesis.CreateStreamAsync("s", shards: 2);
    }

    public async Task DisposeAsync()
    {
        _wire.Dispose();
        await _kinesis.DisposeAsync();
    }

    [Fact]
    public async Task A_shard_takes_a_thousand_records_a_second_and_the_rest_is_refused_one_by_one()
    {
        string Batch(string hashKey) => $$"""{"StreamName":"s","Records":[{{string.Join(",", Enumerable.Repeat($$"""{"PartitionKey":"a","Data":"","ExplicitHashKey":"{{hashKey}}"}""", 500))}}]}""";
        Assert.Equal(0, (await _wire.CallAsync("PutRecords", Batch("0")))["FailedRecordCount"]!.GetValue<int>());
        Assert.Equal(0, (await _wire.CallAsync("PutRecords", Batch("0")))["FailedRecordCount"]!.GetValue<int>());

        var refused = await _wire.CallAsync("PutRecords", Batch("0"));

        Assert.Equal(500, refused["FailedRecordCount"]!.GetValue<int>());
        Assert.Equal(
            """{"ErrorCode":"ProvisionedThroughputExceededException","ErrorMessage":"Rate exceeded for shard shardId-000000000000 in stream s under account 000000000000."}""",
            refused["Records"]![0]!.ToJsonString());
        Assert.Equal(0, (await _wire.CallAsync("PutRecords",
            Batch("340282366920938463463374607431768211455")))["FailedRecordCount"]!.GetValue<int>());
        Assert.Equal(
            ("ProvisionedThroughputExceededException", "Rate exceeded for shard shardId-000000000000 in stream s under account 000000000000."),
            await _wire.RefusedAsync("PutRecord", """{"StreamName":"s","PartitionKey":"a","Data":"","ExplicitHashKey":"0"}"""));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, (await _wire.CallAsync("PutRecords", Batch("0")))["FailedRecordCount"]!.GetValue<int>());
        Assert.Equal((2000, 501), (_kinesis.Find("s")!.AcceptedRecords, _kinesis.Find("s")!.ThrottledRecords));
    }

    [Fact]
    public async Task A_shard_takes_a_MiB_a_second_whole_or_not()
    {
        var body = $$"""{"StreamName":"s","PartitionKey":"a","Data":"{{Convert.ToBase64String(new byte[600_000])}}"}""";
        await _wire.CallAsync("PutRecord", body);

        Assert.Equal("ProvisionedThroughputExceededException", (await _wire.RefusedAsync("PutRecord", body)).Code);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _wire.CallAsync("PutRecord", body);
    }

    [Fact]
    public async Task A_shard_is_read_five_times_a_second_and_two_MiB()
    {
        var body = $$"""{"StreamName":"s","PartitionKey":"a","ExplicitHashKey":"0","Data":"{{Convert.ToBase64String(new byte[1_000_000])}}"}""";
        for (var i = 0; i < 5; i++)
        {
            await _wire.CallAsync("PutRecord", body);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var iterator = (await _wire.CallAsync("GetShardIterator", """{"StreamName":"s","ShardId":"0","ShardIteratorType":"TRIM_HORIZON"}"""))["ShardIterator"]!.GetValue<string>();
        string Read(int limit) => $$"""{"ShardIterator":"{{iterator}}","Limit":{{limit}}}""";
        Assert.Equal(5, (await _wire.CallAsync("GetRecords", Read(10)))["Records"]!.AsArray().Count);
        var rate = ("ProvisionedThroughputExceededException", "Rate exceeded for Shard - 000000000000/s/shardId-000000000000");
        Assert.Equal(rate, await _wire.RefusedAsync("GetRecords", Read(1)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(rate, await _wire.RefusedAsync("GetRecords", Read(1)));
        _clock.Advance(TimeSpan.FromSeconds(2));
        for (var i = 0; i < 1; i++)
        {
            await _wire.CallAsync("GetRecords", Read(1));
        }

        _clock.Advance(TimeSpan.FromSeconds(5));
        var tip = (await _wire.CallAsync("GetShardIterator", """{"StreamName":"s","ShardId":"0","ShardIteratorType":"LATEST"}"""))["ShardIterator"]!.GetValue<string>();
        for (var i = 0; i < 5; i++)
        {
            await _wire.CallAsync("GetRecords", $$"""{"ShardIterator":"{{tip}}"}""");
        }

        Assert.Equal(rate, await _wire.RefusedAsync("GetRecords", $$"""{"ShardIterator":"{{tip}}"}"""));
    }

    [Fact]
    public async Task Calls_beyond_their_rate_are_refused()
    {
        await _wire.CallAsync("DescribeLimits", "{}");

        Assert.Equal(("LimitExceededException", "Rate exceeded for account 000000000000."), await _wire.RefusedAsync("DescribeLimits", "{}"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _wire.CallAsync("DescribeLimits", "{}");
    }

    [Fact]
    public async Task The_eleventh_UpdateShardCount_of_a_day_is_refused()
    {
        for (var i = 0; i < 10; i++)
        {
            await _wire.CallAsync("UpdateShardCount", $$"""{"StreamName":"s","ScalingType":"UNIFORM_SCALING","TargetShardCount":{{3 - (i % 2)}} }""");
            // No faster than the calls themselves may come.
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            ("LimitExceededException",
                "Stream s under account 000000000000 has been updated 10 times in the last 24 hours, the limit of UpdateShardCount."),
            await _wire.RefusedAsync("UpdateShardCount", """{"StreamName":"s","ScalingType":"UNIFORM_SCALING","TargetShardCount":3}"""));
        _clock.Advance(TimeSpan.FromHours(24));
        await _wire.CallAsync("UpdateShardCount", """{"StreamName":"s","ScalingType":"UNIFORM_SCALING","TargetShardCount":3}""");
    }

    [Fact]
    public async Task The_mode_is_switched_twice_a_day_and_no_more()
    {
        string Switch(string mode) => $$"""{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","StreamModeDetails":{"StreamMode":"{{mode}}"} }""";
        await _wire.CallAsync("UpdateStreamMode", Switch("ON_DEMAND"));
        await _wire.CallAsync("UpdateStreamMode", Switch("PROVISIONED"));

        Assert.Equal("LimitExceededException", (await _wire.RefusedAsync("UpdateStreamMode", Switch("ON_DEMAND"))).Code);
    }

    [Fact]
    public async Task An_on_demand_stream_doubles_when_half_of_what_it_takes_is_offered()
    {
        await _kinesis.CreateStreamAsync("od", shards: null);
        var batch = $$"""{"StreamName":"od","Records":[{{string.Join(",", Enumerable.Range(0, 500).Select(i => $$"""{"PartitionKey":"{{i}}","Data":""}"""))}}]}""";
        for (var i = 0; i < 4; i++)
        {
            await _wire.CallAsync("PutRecords", batch);
        }

        Assert.Equal(4, _kinesis.Find("od")!.OpenShards);
        await _wire.CallAsync("PutRecords", batch);
        Assert.Equal(8, _kinesis.Find("od")!.OpenShards);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _wire.CallAsync("PutRecords", batch);
        Assert.Equal((8, 3000), (_kinesis.Find("od")!.OpenShards, _kinesis.Records("od").Count));
    }

    [Fact]
    public async Task Warm_throughput_is_there_when_the_update_has_ended_and_a_release_keeps_what_the_last_hour_takes()
    {
        await _kinesis.CreateStreamAsync("od", shards: null);
        await _wire.CallAsync("UpdateAccountSettings", """{"MinimumThroughputBillingCommitment":{"Status":"ENABLED"}}""");
        Assert.Equal("""{"TargetMiBps":0,"CurrentMiBps":4}""", await WarmAsync());

        await _wire.CallAsync("UpdateStreamWarmThroughput", """{"StreamName":"od","WarmThroughputMiBps":20}""");
        Assert.Equal("""{"TargetMiBps":20,"CurrentMiBps":20}""", await WarmAsync());

        // Six shards of load, once.
        var batch = $$"""{"StreamName":"od","Records":[{{string.Join(",", Enumerable.Range(0, 500).Select(i => $$"""{"PartitionKey":"{{i}}","Data":""}"""))}}]}""";
        for (var i = 0; i < 12; i++)
        {
            await _wire.CallAsync("PutRecords", batch);
        }

        await _wire.CallAsync("UpdateStreamWarmThroughput", """{"StreamName":"od","WarmThroughputMiBps":2}""");
        Assert.Equal("""{"TargetMiBps":2,"CurrentMiBps":6}""", await WarmAsync());
        _clock.Advance(TimeSpan.FromMinutes(61));
        await _wire.CallAsync("UpdateStreamWarmThroughput", """{"StreamName":"od","WarmThroughputMiBps":2}""");
        Assert.Equal("""{"TargetMiBps":2,"CurrentMiBps":2}""", await WarmAsync());
        Assert.Equal(
            ("LimitExceededException", "WarmThroughputMiBps is 10241, and a stream takes at most 10240."),
            await _wire.RefusedAsync("UpdateStreamWarmThroughput", """{"StreamName":"od","WarmThroughputMiBps":10241}"""));
    }

    [Fact]
    public async Task A_stream_is_made_warm_in_an_account_with_the_commitment_only()
    {
        const string warm = """{"StreamName":"od","StreamModeDetails":{"StreamMode":"ON_DEMAND"},"WarmThroughputMiBps":20}""";
        Assert.Equal("ValidationException", (await _wire.RefusedAsync("CreateStream", warm)).Code);

        await _wire.CallAsync("UpdateAccountSettings", """{"MinimumThroughputBillingCommitment":{"Status":"ENABLED"}}""");
        await _wire.CallAsync("CreateStream", warm);

        Assert.Equal("""{"TargetMiBps":20,"CurrentMiBps":20}""", await WarmAsync());
    }

    private async Task<string> WarmAsync() =>
        (await _wire.CallAsync("DescribeStreamSummary", """{"StreamName":"od"}"""))["StreamDescriptionSummary"]!["WarmThroughput"]!.ToJsonString();
}
