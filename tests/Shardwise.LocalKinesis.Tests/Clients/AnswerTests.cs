using System.Text.Json.Nodes;

namespace Shardwise.LocalKinesis.Tests.Clients;

/// <summary>What is answered, member by member, beside the newest model.</summary>
public sealed class AnswerTests
{
    // Of channels, which are not served, and an id that the model calls reserved.
    private static readonly string[] NotAnswered =
    [
        "DescribeLimits ChannelCount", "DescribeLimits ChannelCountLimit", "DescribeStreamSummary StreamDescriptionSummary.ChannelCount",
        "DescribeStreamSummary StreamDescriptionSummary.StreamId",
    ];

    private const string Arn = "arn:aws:kinesis:us-east-1:000000000000:stream/a";
    private readonly SortedSet<string> _answered = new(StringComparer.Ordinal);

    [Fact]
    public async Task Every_member_of_the_newest_models_answers_is_answered_and_no_other()
    {
        var model = JsonNode.Parse(await ClientTests.RunAsync("node", ClientTests.Script("kinesis-model.cjs"), ClientTests.NodeModules))!.AsObject();
        await using var kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions
        {
            EnforceLimits = false, StateChangeDuration = TimeSpan.Zero, SplitMergeDuration = TimeSpan.Zero, ReshardDuration = (_, _) => TimeSpan.Zero,
        });
        await kinesis.CreateStreamAsync("a", 2);
        await kinesis.CreateStreamAsync("b", null);
        using var wire = new Wire(kinesis.Endpoint);
        await SettingsAsync(wire);
        await StreamsAsync(wire);
        await RecordsAsync(kinesis, wire);

        var expected = model.Where(operation => !operation.Key.Contains("Channel", StringComparison.Ordinal))
            .SelectMany(operation => operation.Value!["answer"]!.AsArray().Select(path => $"{operation.Key} {path!.GetValue<string>()}"))
            .Except(NotAnswered).Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', expected), string.Join('\n', _answered));
    }

    private async Task SettingsAsync(Wire wire)
    {
        foreach (var status in (string[])["ENABLED", "DISABLED", "ENABLED"])
        {
            await CallAsync(wire, "UpdateAccountSettings", $$$"""{"MinimumThroughputBillingCommitment":{"Status":"{{{status}}}"}}""");
            await CallAsync(wire, "DescribeAccountSettings", "{}");
        }

        await CallAsync(wire, "DescribeLimits", "{}");
    }

    private async Task StreamsAsync(Wire wire)
    {
        await CallAsync(wire, "EnableEnhancedMonitoring", """{"StreamName":"a","ShardLevelMetrics":["IncomingBytes"]}""");
        await CallAsync(wire, "DisableEnhancedMonitoring", """{"StreamName":"a","ShardLevelMetrics":["IncomingBytes"]}""");
        await CallAsync(wire, "StartStreamEncryption", """{"StreamName":"a","EncryptionType":"KMS","KeyId":"alias/aws/kinesis"}""");
        await CallAsync(wire, "UpdateStreamWarmThroughput", """{"StreamName":"b","WarmThroughputMiBps":10}""");
        await CallAsync(wire, "AddTagsToStream", """{"StreamName":"a","Tags":{"k":"v"}}""");
        await CallAsync(wire, "ListTagsForStream", """{"StreamName":"a"}""");
        await CallAsync(wire, "ListTagsForResource", $$"""{"ResourceARN":"{{Arn}}"}""");
        await CallAsync(wire, "PutResourcePolicy", $$"""{"ResourceARN":"{{Arn}}","Policy":"{}"}""");
        await CallAsync(wire, "GetResourcePolicy", $$"""{"ResourceARN":"{{Arn}}"}""");
        await CallAsync(wire, "RegisterStreamConsumer", $$"""{"StreamARN":"{{Arn}}","ConsumerName":"c"}""");
        await CallAsync(wire, "RegisterStreamConsumer", $$"""{"StreamARN":"{{Arn}}","ConsumerName":"d"}""");
        await CallAsync(wire, "ListStreamConsumers", $$"""{"StreamARN":"{{Arn}}","MaxResults":1}""");
        await CallAsync(wire, "DescribeStreamConsumer", $$"""{"StreamARN":"{{Arn}}","ConsumerName":"c"}""");
        await CallAsync(wire, "ListStreams", """{"Limit":1}""");
        await CallAsync(wire, "DescribeStreamSummary", """{"StreamName":"a"}""");
        await CallAsync(wire, "DescribeStreamSummary", """{"StreamName":"b"}""");
    }

    private async Task RecordsAsync(LocalKinesis kinesis, Wire wire)
    {
        await CallAsync(wire, "PutRecord", """{"StreamName":"a","PartitionKey":"k","ExplicitHashKey":"0","Data":"AA=="}""");
        const string puts = """{"StreamName":"a","Records":[{"PartitionKey":"k","ExplicitHashKey":"0","Data":"AA=="}]}""";
        await CallAsync(wire, "PutRecords", puts);
        using (kinesis.Order(new Fault { Kind = FaultKind.ThrottleRecords, Operation = "PutRecords", Count = 1 }))
        {
            await CallAsync(wire, "PutRecords", puts);
        }

        var consumer = (await wire.CallAsync("DescribeStreamConsumer", $$"""{"StreamARN":"{{Arn}}","ConsumerName":"c"}"""))["ConsumerDescription"]!["ConsumerARN"];
        using var events = await wire.SubscribeAsync(consumer!.GetValue<string>(), "\"Type\":\"TRIM_HORIZON\"");
        Assert.Equal(("initial-response", "{}"), await EventFrame.NextAsync(events));
        await EventAsync(events);
        await CallAsync(wire, "MergeShards", """{"StreamName":"a","ShardToMerge":"0","AdjacentShardToMerge":"1"}""");
        while ((await EventAsync(events))["ChildShards"] is null)
        {
        }

        await CallAsync(wire, "DescribeStream", """{"StreamName":"a"}""");
        await CallAsync(wire, "ListShards", """{"StreamName":"a"}""");
        await CallAsync(wire, "ListShards", """{"StreamName":"a","MaxResults":1}""");
        await CallAsync(wire, "UpdateShardCount", """{"StreamName":"a","TargetShardCount":2,"ScalingType":"UNIFORM_SCALING"}""");
        var iterator = (await CallAsync(wire, "GetShardIterator", """{"StreamName":"a","ShardId":"0","ShardIteratorType":"TRIM_HORIZON"}"""))["ShardIterator"];
        var first = await CallAsync(wire, "GetRecords", $$"""{"ShardIterator":"{{iterator}}","Limit":1}""");
        await CallAsync(wire, "GetRecords", $$"""{"ShardIterator":"{{first["NextShardIterator"]}}"}""");
    }

    private async Task<JsonNode> EventAsync(Stream events)
    {
        var (type, payload) = await EventFrame.NextAsync(events);
        var answer = JsonNode.Parse(payload)!;
        Collect("SubscribeToShard ", new JsonObject { ["EventStream"] = new JsonObject { [type] = answer } });
        return answer;
    }

    private async Task<JsonObject> CallAsync(Wire wire, string operation, string body)
    {
        var answer = await wire.CallAsync(operation, body);
        Collect(operation + " ", answer);
        return answer;
    }

    private void Collect(string before, JsonNode? node)
    {
        foreach (var item in node as JsonArray ?? [])
        {
            Collect(before, item);
        }

        foreach (var (name, value) in node as JsonObject ?? [])
        {
            _answered.Add(before + name);
            Collect($"{before}{name}.", value);
        }
    }
}
