using System.Text;
using System.Text.Json.Nodes;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Shardwise.Kpl;
using Shardwise.Local.Tests.Runtime;

namespace Shardwise.Local.Tests.Firehose;

public sealed class StreamSourceTests
{
    private const string Arn = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";

    [Fact]
    public async Task Everything_that_comes_to_the_stream_is_delivered_across_reshards()
    {
        await using var run = await StartAsync();
        using var client = Client(run.Services);
        await PutAsync(client, Enumerable.Range(0, 300).Select(i => $"{i}\n"));
        var resharded = new TaskCompletionSource();
        run.Services.Kinesis.Resharded += _ => resharded.TrySetResult();
        await client.UpdateShardCountAsync(new UpdateShardCountRequest { StreamName = "orders", TargetShardCount = 4, ScalingType = ScalingType.UNIFORM_SCALING });
        await resharded.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await PutAsync(client, Enumerable.Range(300, 300).Select(i => $"{i}\n"));

        Assert.Equal(Enumerable.Range(0, 600).Select(i => $"{i}").Order(), Lines(await run.DeliveredAsync()).Order());
        await run.NextMinuteAsync();
        Assert.Equal(600, run.Metric("DataReadFromKinesisStream.Records"));
    }

    [Fact]
    public async Task Records_of_an_aggregate_are_transformed_and_delivered_one_by_one()
    {
        JsonNode? seen = null;
        await using var run = await StartAsync(function: payload =>
        {
            seen = payload;
            return new JsonObject
            {
                ["records"] = new JsonArray([.. payload["records"]!.AsArray().Select(record => (JsonNode)new JsonObject
                {
                    ["recordId"] = record!["recordId"]!.ToString(), ["result"] = "Ok", ["data"] = record["data"]!.ToString(),
                })]),
            }.ToJsonString();
        });
        using var client = Client(run.Services);
        var aggregate = new AggregatedRecordBuilder();
        aggregate.TryAdd("k1", "one\n"u8);
        aggregate.TryAdd("k2", "two\n"u8);
        var put = await client.PutRecordAsync(new PutRecordRequest { StreamName = "orders", PartitionKey = "a", Data = new MemoryStream(aggregate.Build().Data) });

        Assert.Equal(["one", "two"], Lines(await run.DeliveredAsync()));
        Assert.Equal(Arn, seen!["sourceKinesisStreamArn"]!.ToString());
        var metadata = seen["records"]!.AsArray().Select(record => record!["kinesisRecordMetadata"]!).ToList();
        Assert.Equal([("k1", 0), ("k2", 1)], metadata.Select(record => (record["partitionKey"]!.ToString(), (int)record["subsequenceNumber"]!)));
        Assert.All(metadata, record => Assert.Equal((put.SequenceNumber, put.ShardId), (record["sequenceNumber"]!.ToString(), record["shardId"]!.ToString())));
    }

    [Fact]
    public async Task What_was_there_before_the_delivery_stream_is_not_delivered()
    {
        await using var run = await StartAsync(before: client => PutAsync(client, ["old\n"]));
        using var client = Client(run.Services);
        await PutAsync(client, ["new\n"]);

        Assert.Equal(["new"], Lines(await run.DeliveredAsync()));
    }

    [Fact]
    public async Task A_stream_that_is_made_anew_is_read_from_its_start()
    {
        using var data = new TemporaryDirectory();
        foreach (string record in new[] { "first", "second" })
        {
            await using var run = await StartAsync(directory: data.Path);
            using var client = Client(run.Services);
            await PutAsync(client, [record + "\n"]);
            Assert.Contains(record, Lines(await run.DeliveredAsync()));
        }
    }

    [Fact]
    public async Task A_position_that_the_stream_has_not_come_to_is_of_another_stream()
    {
        using var data = new TemporaryDirectory();
        string folder = Directory.CreateDirectory(Path.Combine(data.Path, "firehose", "clicks")).FullName;
        // Ten years ahead, as a clock that ran fast leaves it.
        await File.WriteAllTextAsync(Path.Combine(folder, "positions.json"), """
            {"since":"2036-01-01T00:00:00+00:00","shards":{"shardId-000000000000":"59999999999999999999999999999999999999999999999999999999",
             "shardId-000000000001":"59999999999999999999999999999999999999999999999999999999"}}
            """);
        await using var run = await StartAsync(directory: data.Path);
        using var client = Client(run.Services);
        await PutAsync(client, ["a\n", "b\n", "c\n"]);

        Assert.Equal(["a", "b", "c"], Lines(await run.DeliveredAsync()).Order());
    }

    [Fact]
    public void A_position_moves_on_only_when_everything_before_it_is_dealt_with()
    {
        var reached = new List<string>();
        var pages = new Local.Firehose.ReadPages(reached.Add);
        var (first, second, third) = (pages.Add("1"), pages.Add("2"), pages.Add("3"));

        second();
        Assert.Empty(reached);
        first();
        third();

        Assert.Equal(["2", "3"], reached);
    }

    [Fact]
    public async Task The_position_is_kept_once_records_are_delivered_and_not_before()
    {
        using var data = new TemporaryDirectory();
        string file = Path.Combine(data.Path, "firehose", "clicks", "positions.json");
        await using var run = await StartAsync(directory: data.Path);
        using var client = Client(run.Services);
        var put = await client.PutRecordAsync(new PutRecordRequest { StreamName = "orders", PartitionKey = "a", Data = new MemoryStream("x"u8.ToArray()) });
        string before = await File.ReadAllTextAsync(file);

        await run.DeliveredAsync();

        Assert.DoesNotContain(put.SequenceNumber, before, StringComparison.Ordinal);
        Assert.Equal(put.SequenceNumber, JsonNode.Parse(await File.ReadAllTextAsync(file))!["shards"]![put.ShardId]!.ToString());
    }

    private static Task<FirehoseRun> StartAsync(Func<JsonNode, string>? function = null, string? directory = null, Func<AmazonKinesisClient, Task>? before = null) => FirehoseRun.StartAsync(
        new Dictionary<string, string>
        {
            ["clicks"] = "{\"KinesisStreamSourceConfiguration\":{\"KinesisStreamARN\":\"" + Arn + "\",\"RoleARN\":\"r\"}," + (function is null
                ? FirehoseRun.S3()
                : FirehoseRun.S3("\"ProcessingConfiguration\":{\"Enabled\":true,\"Processors\":[{\"Type\":\"Lambda\",\"Parameters\":[{\"ParameterName\":\"LambdaArn\",\"ParameterValue\":\"f\"}]}]}"))[1..],
        },
        function,
        directory: directory,
        before: async services =>
        {
            using var client = Client(services);
            await client.CreateStreamAsync(new CreateStreamRequest { StreamName = "orders", ShardCount = 2 });
            await (before?.Invoke(client) ?? Task.CompletedTask);
        });

    private static AmazonKinesisClient Client(LocalServices services) => new(
        new BasicAWSCredentials("local", "local"), new AmazonKinesisConfig { ServiceURL = services.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });

    private static Task PutAsync(AmazonKinesisClient client, IEnumerable<string> records) => client.PutRecordsAsync(new PutRecordsRequest
    {
        StreamName = "orders",
        Records = [.. records.Select(record => new PutRecordsRequestEntry { PartitionKey = record, Data = new MemoryStream(Encoding.UTF8.GetBytes(record)) })],
    });

    private static IEnumerable<string> Lines(SortedDictionary<string, byte[]> delivered) =>
        delivered.Values.SelectMany(body => Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries));
}
