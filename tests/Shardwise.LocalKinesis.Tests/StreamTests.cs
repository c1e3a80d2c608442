using System.Text.Json.Nodes;

namespace Shardwise.LocalKinesis.Tests;

public sealed class StreamTests(KinesisFixture fixture) : IClassFixture<KinesisFixture>
{
    [Fact]
    public async Task A_stream_is_CREATING_without_shards_then_ACTIVE_then_DELETING_then_gone()
    {
        var name = NewName();
        await fixture.Wire.CallAsync("CreateStream", $$"""{"StreamName":"{{name}}","ShardCount":2,"Tags":{"a":"b"} }""");
        var created = fixture.Clock.GetUtcNow();
        var description = (await fixture.Wire.CallAsync("DescribeStream", $$"""{"StreamName":"{{name}}"}"""))["StreamDescription"]!;
        Assert.Equal("CREATING", description["StreamStatus"]!.GetValue<string>());
        Assert.Empty(description["Shards"]!.AsArray());
        Assert.Equal(0, (await SummaryAsync(name))["OpenShardCount"]!.GetValue<int>());
        Assert.Equal(
            ("ResourceInUseException", $"Stream {name} under account 000000000000 already exists."),
            await fixture.Wire.RefusedAsync("CreateStream", $$"""{"StreamName":"{{name}}","ShardCount":1}"""));
        Assert.Equal(
            ("ResourceInUseException", $"Stream {name} under account 000000000000 not ACTIVE, instead in state CREATING"),
            await fixture.Wire.RefusedAsync("SplitShard", $$"""{"StreamName":"{{name}}","ShardToSplit":"0","NewStartingHashKey":"10"}"""));

        fixture.Settle();
        description = (await fixture.Wire.CallAsync("DescribeStream", $$"""{"StreamName":"{{name}}"}"""))["StreamDescription"]!;
        Assert.Equal(
            ["EncryptionType", "EnhancedMonitoring", "HasMoreShards", "RetentionPeriodHours", "Shards", "StreamARN", "StreamCreationTimestamp",
                "StreamModeDetails", "StreamName", "StreamStatus"],
            description.AsObject().Select(member => member.Key).Order());
        Assert.Equal(
            (created.ToUnixTimeMilliseconds() / 1000.0, "NONE", 24, """[{"ShardLevelMetrics":[]}]"""),
            (description["StreamCreationTimestamp"]!.GetValue<double>(), description["EncryptionType"]!.GetValue<string>(),
                description["RetentionPeriodHours"]!.GetValue<int>(), description["EnhancedMonitoring"]!.ToJsonString()));
        Assert.Equal(2, (await SummaryAsync(name))["OpenShardCount"]!.GetValue<int>());

        await fixture.Wire.CallAsync("DeleteStream", $$"""{"StreamName":"{{name}}"}""");
        Assert.Equal("DELETING", (await SummaryAsync(name))["StreamStatus"]!.GetValue<string>());
        fixture.Settle();
        Assert.Equal(
            ("ResourceNotFoundException", $"Stream {name} under account 000000000000 not found."),
            await fixture.Wire.RefusedAsync("DescribeStreamSummary", $$"""{"StreamName":"{{name}}"}"""));
    }

    [Theory]
    [InlineData("""{"StreamName":"NAME"}""", "InvalidArgumentException", "ShardCount must be given for a stream in mode PROVISIONED.")]
    [InlineData("""{"StreamName":"NAME","ShardCount":1,"StreamModeDetails":{"StreamMode":"ON_DEMAND"}}""", "ValidationException", "ShardCount must not be given for a stream in mode ON_DEMAND.")]
    [InlineData("""{"StreamName":"NAME","ShardCount":1,"RecordDistributionStrategy":"AUTO"}""", "InvalidArgumentException", "RecordDistributionStrategy AUTO is only for streams in mode ON_DEMAND.")]
    [InlineData("""{"StreamName":"NAME","ShardCount":1,"WarmThroughputMiBps":1}""", "InvalidArgumentException", "WarmThroughputMiBps is only for streams in mode ON_DEMAND.")]
    [InlineData("""{"StreamName":"NAME","ShardCount":1,"Tags":{"a;b":"c"}}""", "InvalidArgumentException", "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.")]
    [InlineData("""{"StreamName":"NAME","ShardCount":100000000000}""", "LimitExceededException", "This request would exceed the shard limit for the account 444455556666 in us-east-1. Current shard count for the account: 0. Limit: 20000. Number of additional shards that would have resulted from this request: 2147483647. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.")]
    public async Task CreateStream_refuses_what_the_service_refuses(string body, string code, string text)
    {
        using var wire = new Wire(fixture.Kinesis.Endpoint) { AccessKey = "444455556666" };

        Assert.Equal((code, text), await wire.RefusedAsync("CreateStream", body.Replace("NAME", NewName(), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refused_DeleteStream_deletes_nothing()
    {
        var name = await fixture.StreamAsync();
        await fixture.Wire.CallAsync("RegisterStreamConsumer", $$"""{"StreamARN":"{{Arn(name)}}","ConsumerName":"c"}""");

        Assert.Equal(
            ("ResourceInUseException",
                $"Stream {name} under account 000000000000 has consumers registered: deregister them or set EnforceConsumerDeletion."),
            await fixture.Wire.RefusedAsync("DeleteStream", $$"""{"StreamName":"{{name}}"}"""));
        Assert.Equal("ACTIVE", (await SummaryAsync(name))["StreamStatus"]!.GetValue<string>());

        await fixture.Wire.CallAsync("DeleteStream", $$"""{"StreamName":"{{name}}","EnforceConsumerDeletion":true}""");
        fixture.Settle();
        Assert.Null(fixture.Kinesis.Find(name));
    }

    [Fact]
    public async Task Streams_are_listed_by_name_page_by_page()
    {
        using var wire = new Wire(fixture.Kinesis.Endpoint) { AccessKey = "222233334444" };
        foreach (var name in (string[])["b", "a", "c"])
        {
            await wire.CallAsync("CreateStream", $$"""{"StreamName":"{{name}}","ShardCount":1}""");
        }

        fixture.Settle();
        var first = await wire.CallAsync("ListStreams", """{"Limit":2}""");
        Assert.Equal(("""["a","b"]""", true), (first["StreamNames"]!.ToJsonString(), first["HasMoreStreams"]!.GetValue<bool>()));
        Assert.Equal("ACTIVE", first["StreamSummaries"]![0]!["StreamStatus"]!.GetValue<string>());
        var second = await wire.CallAsync("ListStreams", $$"""{"NextToken":"{{first["NextToken"]}}"}""");
        Assert.Equal(("""["c"]""", false), (second["StreamNames"]!.ToJsonString(), second["HasMoreStreams"]!.GetValue<bool>()));
        Assert.False(second.ContainsKey("NextToken"));
        Assert.Equal("""["b","c"]""", (await wire.CallAsync("ListStreams", """{"ExclusiveStartStreamName":"aa"}"""))["StreamNames"]!.ToJsonString());
    }

    [Theory]
    [InlineData("IncreaseStreamRetentionPeriod", 23,
        "Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.")]
    [InlineData("IncreaseStreamRetentionPeriod", 47,
        "Requested retention period (47 hours) for stream NAME can not be shorter than existing retention period (48 hours). Use DecreaseRetentionPeriod API.")]
    [InlineData("DecreaseStreamRetentionPeriod", 49,
        "Requested retention period (49 hours) for stream NAME can not be longer than existing retention period (48 hours). Use IncreaseRetentionPeriod API.")]
    [InlineData("IncreaseStreamRetentionPeriod", 8761,
        "Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.")]
    [InlineData("IncreaseStreamRetentionPeriod", 48, null)]
    [InlineData("DecreaseStreamRetentionPeriod", 24, null)]
    public async Task The_retention_goes_up_by_one_operation_and_down_by_the_other(string operation, int hours, string? text)
    {
        var name = await fixture.StreamAsync();
        await fixture.Wire.CallAsync("IncreaseStreamRetentionPeriod", $$"""{"StreamName":"{{name}}","RetentionPeriodHours":48}""");
        var body = $$"""{"StreamName":"{{name}}","RetentionPeriodHours":{{hours}}}""";
        if (text is not null)
        {
            Assert.Equal(("InvalidArgumentException", text.Replace("NAME", name, StringComparison.Ordinal)),
                await fixture.Wire.RefusedAsync(operation, body));
            return;
        }

        await fixture.Wire.CallAsync(operation, body);
        Assert.Equal(hours, (await SummaryAsync(name))["RetentionPeriodHours"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_mode_is_switched_and_on_demand_streams_are_not_resharded()
    {
        var name = await fixture.StreamAsync(2);
        await fixture.Wire.CallAsync("UpdateStreamMode", $$"""{"StreamARN":"{{Arn(name)}}","StreamModeDetails":{"StreamMode":"ON_DEMAND"} }""");
        fixture.Settle();
        Assert.Equal(("ON_DEMAND", 2),
            ((await SummaryAsync(name))["StreamModeDetails"]!["StreamMode"]!.GetValue<string>(),
                (await SummaryAsync(name))["OpenShardCount"]!.GetValue<int>()));
        foreach (var (operation, rest) in ((string, string)[])[
            ("UpdateShardCount", "\"ScalingType\":\"UNIFORM_SCALING\",\"TargetShardCount\":3"),
                ("SplitShard", "\"ShardToSplit\":\"0\",\"NewStartingHashKey\":\"5\""),
            ("MergeShards", "\"ShardToMerge\":\"0\",\"AdjacentShardToMerge\":\"1\"")])
        {
            Assert.Equal(
                ("ValidationException", $"Request is invalid. Stream {name} under account 000000000000 is in On-Demand mode."),
                await fixture.Wire.RefusedAsync(operation, $$"""{"StreamName":"{{name}}",{{rest}}}"""));
        }

        Assert.Equal(
            ("ValidationException",
                "Warm throughput needs a stream in mode ON_DEMAND and the account's MinimumThroughputBillingCommitment ENABLED."),
            await fixture.Wire.RefusedAsync("UpdateStreamWarmThroughput", $$"""{"StreamName":"{{name}}","WarmThroughputMiBps":10}"""));
        await fixture.Wire.CallAsync("UpdateAccountSettings", """{"MinimumThroughputBillingCommitment":{"Status":"ENABLED"}}""");
        await fixture.Wire.CallAsync("UpdateStreamWarmThroughput", $$"""{"StreamName":"{{name}}","WarmThroughputMiBps":10}""");
        fixture.Settle();
        Assert.Equal(10, (await SummaryAsync(name))["WarmThroughput"]!["TargetMiBps"]!.GetValue<int>());
        await fixture.Wire.CallAsync("UpdateStreamRecordDistributionStrategy", $$"""{"StreamARN":"{{Arn(name)}}","RecordDistributionStrategy":"AUTO"}""");
        Assert.Equal("AUTO", (await SummaryAsync(name))["RecordDistributionStrategy"]!.GetValue<string>());
        Assert.Equal("ENABLED",
            (await fixture.Wire.CallAsync("DescribeAccountSettings", "{}"))["MinimumThroughputBillingCommitment"]!["Status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Metrics_of_shards_are_switched_on_and_off_by_name()
    {
        var name = await fixture.StreamAsync();
        var on = await fixture.Wire.CallAsync("EnableEnhancedMonitoring", $$"""{"StreamName":"{{name}}","ShardLevelMetrics":["ALL"]}""");
        Assert.Equal(("[]", 7), (on["CurrentShardLevelMetrics"]!.ToJsonString(), on["DesiredShardLevelMetrics"]!.AsArray().Count));
        fixture.Settle();
        var told = new System.Collections.Concurrent.ConcurrentBag<KinesisMetric>();
        void Hear(KinesisMetric metric)
        {
            if (metric.StreamName == name)
            {
                told.Add(metric);
            }
        }

        fixture.Kinesis.Metric += Hear;
        await fixture.PutAsync(name, "key", "AAAA");
        await fixture.ReadAsync(await fixture.IteratorAsync(name, 0));
        fixture.Kinesis.Metric -= Hear;

        double Value(string? shard, string metric) => told.Single(item => item.ShardId == shard && item.Name == metric).Value;
        Assert.Equal((6, 1, 1, 6),
            (Value(null, "IncomingBytes"), Value(null, "IncomingRecords"), Value(null, "PutRecord.Success"),
                Value("shardId-000000000000", "IncomingBytes")));
        Assert.Equal((6, 1, 1),
            (Value(null, "GetRecords.Bytes"), Value(null, "GetRecords.Records"), Value("shardId-000000000000", "OutgoingRecords")));

        var off = await fixture.Wire.CallAsync("DisableEnhancedMonitoring", $$"""{"StreamName":"{{name}}","ShardLevelMetrics":["IncomingBytes","OutgoingBytes"]}""");
        Assert.Equal((7, 5), (off["CurrentShardLevelMetrics"]!.AsArray().Count, off["DesiredShardLevelMetrics"]!.AsArray().Count));
    }

    [Fact]
    public async Task Encryption_begins_and_ends()
    {
        var name = await fixture.StreamAsync();
        await fixture.Wire.CallAsync("StartStreamEncryption", $$"""{"StreamName":"{{name}}","EncryptionType":"KMS","KeyId":"k"}""");
        Assert.Equal(
            ("ResourceInUseException", $"Stream {name} under account 000000000000 not ACTIVE, instead in state UPDATING"),
            await fixture.Wire.RefusedAsync("StopStreamEncryption", $$"""{"StreamName":"{{name}}","EncryptionType":"KMS","KeyId":"k"}"""));
        fixture.Settle();
        Assert.Equal(("KMS", "k"),
            ((await SummaryAsync(name))["EncryptionType"]!.GetValue<string>(), (await SummaryAsync(name))["KeyId"]!.GetValue<string>()));
        await fixture.Wire.CallAsync("StopStreamEncryption", $$"""{"StreamName":"{{name}}","EncryptionType":"KMS","KeyId":"k"}""");
        fixture.Settle();
        Assert.Equal("NONE", (await SummaryAsync(name))["EncryptionType"]!.GetValue<string>());
    }

    [Fact]
    public async Task Tags_are_set_by_name_or_ARN_listed_in_order_and_held_to_the_services_rules()
    {
        var name = await fixture.StreamAsync();
        await fixture.Wire.CallAsync("AddTagsToStream", $$"""{"StreamName":"{{name}}","Tags":{"_":"1","a":"1","Zb":"1","@":"","shardwise:x":"1 2"} }""");
        await fixture.Wire.CallAsync("TagResource", $$"""{"ResourceARN":"{{Arn(name)}}","Tags":{"a":"2"} }""");
        Assert.Equal(
            """[{"Key":"@","Value":""},{"Key":"Zb","Value":"1"},{"Key":"_","Value":"1"},{"Key":"a","Value":"2"},{"Key":"shardwise:x","Value":"1 2"}]""",
            (await fixture.Wire.CallAsync("ListTagsForStream", $$"""{"StreamName":"{{name}}"}"""))["Tags"]!.ToJsonString());
        var page = await fixture.Wire.CallAsync("ListTagsForStream", $$"""{"StreamName":"{{name}}","ExclusiveStartTagKey":"Zb","Limit":2}""");
        Assert.Equal(("""[{"Key":"_","Value":"1"},{"Key":"a","Value":"2"}]""", true), (page["Tags"]!.ToJsonString(), page["HasMoreTags"]!.GetValue<bool>()));
        Assert.Equal("InvalidArgumentException", (await fixture.Wire.RefusedAsync("AddTagsToStream", $$"""{"StreamName":"{{name}}","Tags":{"a,b":"1"} }""")).Code);
        Assert.StartsWith($"Failed to add tags to stream {name} under account 000000000000 because some tags contained illegal characters.", (await fixture.Wire.RefusedAsync("AddTagsToStream", $$"""{"StreamName":"{{name}}","Tags":{"a%":"1"} }""")).Text, StringComparison.Ordinal);
        Assert.StartsWith($"Failed to remove tags from stream {name} under account", (await fixture.Wire.RefusedAsync("RemoveTagsFromStream", $$"""{"StreamName":"{{name}}","TagKeys":["a%"]}""")).Text, StringComparison.Ordinal);
        var many = string.Join(",", Enumerable.Range(0, 46).Select(i => $"\"t{i}\":\"\""));
        Assert.Equal(
            $"Failed to add tags to stream {name} under account 000000000000 because a given stream cannot have more than 10 tags "
            + $"associated with it.",
            (await fixture.Wire.RefusedAsync("AddTagsToStream", $$"""{"StreamName":"{{name}}","Tags":{ {{many}} } }""")).Text);
        await fixture.Wire.CallAsync("RemoveTagsFromStream", $$"""{"StreamName":"{{name}}","TagKeys":["a","not there"]}""");
        await fixture.Wire.CallAsync("UntagResource", $$"""{"ResourceARN":"{{Arn(name)}}","TagKeys":["_"]}""");
        Assert.Equal(3, (await fixture.Wire.CallAsync("ListTagsForResource", $$"""{"ResourceARN":"{{Arn(name)}}"}"""))["Tags"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_policy_is_kept_until_it_is_deleted()
    {
        var name = await fixture.StreamAsync();
        Assert.Equal(("ResourceNotFoundException", $"No resource policy is attached to {Arn(name)}."), await fixture.Wire.RefusedAsync("GetResourcePolicy", $$"""{"ResourceARN":"{{Arn(name)}}"}"""));
        Assert.Equal(("InvalidArgumentException", "The policy is not a JSON document."), await fixture.Wire.RefusedAsync("PutResourcePolicy", $$"""{"ResourceARN":"{{Arn(name)}}","Policy":"x"}"""));
        await fixture.Wire.CallAsync("PutResourcePolicy", $$"""{"ResourceARN":"{{Arn(name)}}","Policy":"{}"}""");
        Assert.Equal("{}", (await fixture.Wire.CallAsync("GetResourcePolicy", $$"""{"ResourceARN":"{{Arn(name)}}"}"""))["Policy"]!.GetValue<string>());
        await fixture.Wire.CallAsync("DeleteResourcePolicy", $$"""{"ResourceARN":"{{Arn(name)}}"}""");
        Assert.Equal("ResourceNotFoundException", (await fixture.Wire.RefusedAsync("GetResourcePolicy", $$"""{"ResourceARN":"{{Arn(name)}}"}""")).Code);
    }

    [Fact]
    public async Task Limits_are_told()
    {
        using var wire = new Wire(fixture.Kinesis.Endpoint) { AccessKey = "555566667777" };

        Assert.Equal("""{"ShardLimit":20000,"OpenShardCount":0,"OnDemandStreamCount":0,"OnDemandStreamCountLimit":50}""", (await wire.CallAsync("DescribeLimits", "{}")).ToJsonString());
    }

    private static string NewName() => "n-" + Guid.NewGuid().ToString("N")[..8];

    private static string Arn(string name) => $"arn:aws:kinesis:us-east-1:000000000000:stream/{name}";

    private async Task<JsonNode> SummaryAsync(string name) =>
        (await fixture.Wire.CallAsync("DescribeStreamSummary", $$"""{"StreamName":"{{name}}"}"""))["StreamDescriptionSummary"]!;
}
