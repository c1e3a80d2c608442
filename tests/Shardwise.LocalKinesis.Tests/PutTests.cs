using System.Globalization;
using System.Text.Json.Nodes;

namespace Shardwise.LocalKinesis.Tests;

public sealed class PutTests(KinesisFixture fixture) : IClassFixture<KinesisFixture>
{
    [Theory]
    [InlineData("a", 0)]
    [InlineData("b", 1)]
    [InlineData("f", 1)]
    [InlineData("e", 2)]
    public async Task A_key_goes_to_the_shard_that_it_goes_to_on_AWS(string key, int shard)
    {
        var stream = await fixture.StreamAsync(3);

        var put = await fixture.Wire.CallAsync("PutRecord", $$"""{"StreamName":"{{stream}}","PartitionKey":"{{key}}","Data":""}""");

        Assert.Equal($"shardId-{shard:D12}", put["ShardId"]!.GetValue<string>());
        Assert.Equal(["SequenceNumber", "ShardId"], put.Select(member => member.Key).Order());
    }

    [Fact]
    public async Task Numbers_have_the_layout_of_the_service_and_count_up_by_two_to_the_eightieth()
    {
        var stream = await fixture.StreamAsync();

        var first = UInt192(await fixture.PutAsync(stream, "a"));
        var second = UInt192(await fixture.PutAsync(stream, "a"));

        var created = fixture.Clock.GetUtcNow().ToUnixTimeSeconds() - 2;
        Assert.Equal($"2{created:x9}0{1:x16}00{created + 2:x9}{0:x8}2", first.ToString("x", CultureInfo.InvariantCulture).TrimStart('0'));
        Assert.Equal(System.Numerics.BigInteger.One << 80, second - first);
    }

    [Fact]
    public async Task Whatever_writer_escapes_a_record_it_is_stored_as_it_was()
    {
        var stream = await fixture.StreamAsync();
        var random = new Random(3);
        var expected = new List<(string Key, string Data)>();
        for (var i = 0; i < 200; i++)
        {
            var data = new byte[random.Next(0, 40)];
            random.NextBytes(data);
            var key = string.Concat(Enumerable.Range(0, random.Next(1, 12))
                .Select(_ => char.ConvertFromUtf32(random.Next(4) switch { 0 => 0x1F600, 1 => '"', 2 => 'ж', _ => 'k' })));
            expected.Add((key, Convert.ToBase64String(data)));
        }

        // As System.Text.Json writes by default, which escapes '+' and all that is not ASCII; and with nothing escaped that need not be.
        foreach (var options in (System.Text.Json.JsonSerializerOptions[])[new(),
            new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }])
        {
            var body = new JsonObject
            {
                ["StreamName"] = stream,
                ["Records"] = new JsonArray([.. expected.Select(record =>
                    new JsonObject { ["PartitionKey"] = record.Key, ["Data"] = record.Data })])
            };
            await fixture.Wire.CallAsync("PutRecords", body.ToJsonString(options));
        }

        Assert.Equal(expected.Concat(expected), fixture.Kinesis.Records(stream)
            .Select(record => (record.PartitionKey!, Convert.ToBase64String(record.Data.Span))));
        var read = (await fixture.ReadAsync(await fixture.IteratorAsync(stream, 0)))["Records"]!.AsArray();
        Assert.Equal(expected.Concat(expected),
            read.Select(record => (record!["PartitionKey"]!.GetValue<string>(), record["Data"]!.GetValue<string>())));
    }

    [Theory]
    [InlineData(",\"ExplicitHashKey\":\"340282366920938463463374607431768211456\"", "InvalidArgumentException",
        "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456")]
    [InlineData(",\"SequenceNumberForOrdering\":\"5\"", null, null)]
    [InlineData(",\"SequenceNumberForOrdering\":\"3\"", null, null)]
    [InlineData(",\"SequenceNumberForOrdering\":\"49999999999999999999999999999999999999999999999999999999\"", "InvalidArgumentException",
        "ExclusiveMinimumSequenceNumber 49999999999999999999999999999999999999999999999999999999 used in PutRecord on stream STREAM under account 000000000000 is invalid.")]
    public async Task PutRecord_refuses_what_the_service_refuses(string rest, string? code, string? text)
    {
        var stream = await fixture.StreamAsync();
        var body = $$"""{"StreamName":"{{stream}}","PartitionKey":"a","Data":""{{rest}}}""";

        if (code is null)
        {
            await fixture.Wire.CallAsync("PutRecord", body);
            return;
        }

        Assert.Equal((code, text!.Replace("STREAM", stream, StringComparison.Ordinal)), await fixture.Wire.RefusedAsync("PutRecord", body));
    }

    [Fact]
    public async Task One_bad_hash_key_refuses_the_whole_call()
    {
        var stream = await fixture.StreamAsync();

        var refused = await fixture.Wire.RefusedAsync(
            "PutRecords",
            $$"""{"StreamName":"{{stream}}","Records":[{"PartitionKey":"a","Data":""},{"PartitionKey":"a","Data":"","ExplicitHashKey":"999999999999999999999999999999999999999"}]}""");

        Assert.Equal("InvalidArgumentException", refused.Code);
        Assert.Empty(fixture.Kinesis.Records(stream));
    }

    [Fact]
    public async Task A_stream_that_is_missing_or_being_made_is_not_found()
    {
        var name = "c-" + Guid.NewGuid().ToString("N")[..8];
        var text = $"Stream {name} under account 000000000000 not found.";
        var body = $$"""{"StreamName":"{{name}}","PartitionKey":"a","Data":""}""";
        Assert.Equal(("ResourceNotFoundException", text), await fixture.Wire.RefusedAsync("PutRecord", body));

        await fixture.Wire.CallAsync("CreateStream", $$"""{"StreamName":"{{name}}","ShardCount":1}""");

        Assert.Equal(("ResourceNotFoundException", text), await fixture.Wire.RefusedAsync("PutRecord", body));
        fixture.Settle();
        await fixture.Wire.CallAsync("PutRecord", body);
    }

    [Fact]
    public async Task Neither_name_nor_ARN_and_two_that_differ_are_refused()
    {
        Assert.Equal(
            ("InvalidArgumentException", "Either StreamName or StreamARN must be given."), await fixture.Wire.RefusedAsync("PutRecord", """{"PartitionKey":"a","Data":""}"""));
        Assert.Equal(
            ("InvalidArgumentException", "StreamName a and StreamARN arn:aws:kinesis:us-east-1:000000000000:stream/b do not name the same stream."),
            await fixture.Wire.RefusedAsync("PutRecord", """{"StreamName":"a","StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/b","PartitionKey":"a","Data":""}"""));
    }

    [Fact]
    public async Task A_stream_takes_records_as_large_as_it_is_set_to_and_they_can_be_read()
    {
        var stream = await fixture.StreamAsync();
        string Put(int bytes) => $$"""{"StreamName":"{{stream}}","PartitionKey":"a","Data":"{{Convert.ToBase64String(new byte[bytes])}}"}""";
        Assert.Equal("ValidationException", (await fixture.Wire.RefusedAsync("PutRecord", Put(1_048_576))).Code);
        await fixture.Wire.CallAsync("PutRecord", Put(1_048_575));

        await fixture.Wire.CallAsync("UpdateMaxRecordSize", $$"""{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/{{stream}}","MaxRecordSizeInKiB":10240}""");
        fixture.Settle();
        await fixture.Wire.CallAsync("PutRecord", Put(10_485_759));

        var first = await fixture.ReadAsync(await fixture.IteratorAsync(stream, 0));
        Assert.Single(first["Records"]!.AsArray());
        var second = await fixture.ReadAsync(first["NextShardIterator"]!.GetValue<string>());
        Assert.Equal(10_485_759, Convert.FromBase64String(Assert.Single(second["Records"]!.AsArray())!["Data"]!.GetValue<string>()).Length);
    }

    [Fact]
    public async Task A_call_of_more_than_10_MiB_is_refused()
    {
        var stream = await fixture.StreamAsync();
        var record = $$"""{"PartitionKey":"a","Data":"{{Convert.ToBase64String(new byte[1_000_000])}}"}""";

        var refused = await fixture.Wire.RefusedAsync("PutRecords", $$"""{"StreamName":"{{stream}}","Records":[{{string.Join(",", Enumerable.Repeat(record, 11))}}]}""");

        Assert.Equal(("InvalidArgumentException", "Records size exceeds 10 MB limit"), refused);
    }

    [Fact]
    public async Task An_encrypted_stream_says_KMS_where_the_service_does()
    {
        var stream = await fixture.StreamAsync();
        await fixture.PutAsync(stream, "before");
        await fixture.Wire.CallAsync("StartStreamEncryption", $$"""{"StreamName":"{{stream}}","EncryptionType":"KMS","KeyId":"alias/aws/kinesis"}""");
        fixture.Settle();

        var put = await fixture.Wire.CallAsync("PutRecords", $$"""{"StreamName":"{{stream}}","Records":[{"PartitionKey":"after","Data":""}]}""");

        Assert.Equal("KMS", put["EncryptionType"]!.GetValue<string>());
        var records = (await fixture.ReadAsync(await fixture.IteratorAsync(stream, 0)))["Records"]!.AsArray();
        Assert.Equal([null, "KMS"], records.Select(record => record!["EncryptionType"]?.GetValue<string>()));
    }

    [Fact]
    public async Task A_stream_that_distributes_by_itself_needs_no_key_and_takes_no_ordering()
    {
        var name = "auto-" + Guid.NewGuid().ToString("N")[..8];
        await fixture.Wire.CallAsync("CreateStream", $$"""{"StreamName":"{{name}}","StreamModeDetails":{"StreamMode":"ON_DEMAND"},"RecordDistributionStrategy":"AUTO"}""");
        fixture.Settle();

        var records = string.Join(",", Enumerable.Repeat("""{"Data":""}""", 100));
        await fixture.Wire.CallAsync("PutRecords", $$"""{"StreamName":"{{name}}","Records":[{{records}}]}""");

        Assert.Equal(4, fixture.Kinesis.Records(name).Select(record => record.ShardId).Distinct().Count());
        Assert.All(fixture.Kinesis.Records(name), record => Assert.Null(record.PartitionKey));
        var (code, _) = await fixture.Wire.RefusedAsync("PutRecord", $$"""{"StreamName":"{{name}}","PartitionKey":"a","Data":"","SequenceNumberForOrdering":"5"}""");
        Assert.Equal("InvalidArgumentException", code);

        var keyed = await fixture.StreamAsync();
        Assert.Equal(
            ("ValidationException",
                "1 validation error detected: Value null at 'partitionKey' failed to satisfy constraint: Member must not be null"),
            await fixture.Wire.RefusedAsync("PutRecord", $$"""{"StreamName":"{{keyed}}","Data":""}"""));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_and_does_nothing()
    {
        var stream = await fixture.StreamAsync();

        var refused = await fixture.Wire.RefusedAsync("PutRecord", $$"""{"StreamName":"{{stream}}","PartitionKey":"a","Data":"","DryRun":true}""");

        Assert.Equal("DryRunOperationException", refused.Code);
        Assert.Empty(fixture.Kinesis.Records(stream));
    }

    [Fact]
    public async Task Without_room_a_put_says_so_and_what_was_there_stays()
    {
        await using var kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions { MaxStoredBytes = 1_048_576, EnforceLimits = false });
        await kinesis.CreateStreamAsync("small");
        using var wire = new Wire(kinesis.Endpoint);
        var body = $$"""{"StreamName":"small","PartitionKey":"a","Data":"{{Convert.ToBase64String(new byte[100_000])}}"}""";
        var stored = 0;
        while ((await wire.SendAsync("PutRecord", body)).Status == 200)
        {
            stored++;
        }

        var (code, text) = await wire.RefusedAsync("PutRecord", body);

        Assert.Equal("LimitExceededException", code);
        Assert.Matches("^The local Kinesis holds [0-9]+ bytes of records and may hold 1048576: raise LocalKinesisOptions.MaxStoredBytes, delete a stream, or reset.$", text);
        Assert.InRange(stored, 5, 10);
        Assert.Equal(stored, kinesis.Records("small").Count);
        var batch = await wire.CallAsync("PutRecords", $$"""{"StreamName":"small","Records":[{{body[(body.IndexOf(',', StringComparison.Ordinal) + 1)..^1].Insert(0, "{") + "}"}}]}""");
        Assert.Equal("InternalFailure", batch["Records"]![0]!["ErrorCode"]!.GetValue<string>());
    }

    private static System.Numerics.BigInteger UInt192(string number) => System.Numerics.BigInteger.Parse(number, CultureInfo.InvariantCulture);
}
