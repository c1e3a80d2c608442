using System.IO.Compression;
using System.Text;
using System.Text.Json.Serialization;
using Amazon.DynamoDBv2.Model;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests.Sinks;

/// <summary>An item that its sink can never write costs its own record, and not the shard.</summary>
public partial class UnwritableItemTests
{
    private readonly RecordingDeadLetters _letters = new();

    [Fact]
    public async Task A_value_that_has_no_JSON_is_set_aside_and_the_others_reach_S3()
    {
        var s3 = new FakeS3();
        var consumer = new Ratios(new S3Sink<Ratio>(s3.Client(), "lake", "ratios/", RatioJson.Default.Ratio, _ => Events.Arrival), _letters);

        var answer = await consumer.HandleAsync(Events.Of(Events.Aggregate("{\"Id\":1}", "{\"Id\":0}", "{\"Id\":2}")), new FakeLambdaContext());

        Assert.Empty(answer.BatchItemFailures);
        Assert.StartsWith("ArgumentException: ", Assert.Single(_letters.Letters).Reason, StringComparison.Ordinal);
        using var lines = new StreamReader(new GZipStream(new MemoryStream(Assert.Single(s3.Objects).Value.Body), CompressionMode.Decompress));
        Assert.Equal("{\"Value\":1}\n{\"Value\":0.5}\n", await lines.ReadToEndAsync());
    }

    [Fact]
    public async Task An_item_that_DynamoDB_never_takes_is_set_aside_and_the_others_reach_the_table()
    {
        var table = new FakeDynamoDb("id");
        var sink = new DynamoDbSink<Order>(table.Client(), "orders", order => new()
        {
            ["id"] = new AttributeValue($"{order.Id}"),
            ["notes"] = new AttributeValue
            {
                M = new() { ["de"] = new AttributeValue(order.Note ?? ""), ["all"] = new AttributeValue { L = [new(order.Note ?? "")] } },
            },
        });
        var consumer = new SinkConsumer<Order>(OrderJson.Default.Order, sink, _letters, ScriptedConsumer.Quick);

        var answer = await consumer.HandleAsync(Events.Of(Note(1, 1), Note(2, 102_400), Note(3, 102_200)), new FakeLambdaContext());

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal("Its item has some 409789 bytes; DynamoDB takes 409600 at most.", Assert.Single(_letters.Letters).Reason);
        Assert.Equal(["1", "3"], table.Items.Values.Select(item => (string?)item["id"]!["S"]).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_item_that_DynamoDB_refuses_for_good_is_set_aside_when_all_others_are_in_the_table(bool lettersAreDown)
    {
        var table = new FakeDynamoDb("id");
        var sink = new DynamoDbSink<Order>(table.Client(), "orders", order => new() { ["id"] = new AttributeValue(order.Note ?? "") });
        using var output = new MemoryStream();
        if (lettersAreDown)
        {
            _letters.OnWrite = _ => throw new IOException("S3 is down.");
        }

        var answer = await new SinkConsumer<Order>(OrderJson.Default.Order, sink, _letters, ScriptedConsumer.Quick with { Output = output }).HandleAsync(
            Events.Of(Json(1, "a"), Json(2, ""), Json(3, "c")), new FakeLambdaContext());

        Assert.Equal(["a", "c"], table.Items.Values.Select(item => (string?)item["id"]!["S"]).Order());
        if (lettersAreDown)
        {
            Assert.Equal(Events.Sequence(1), Assert.Single(answer.BatchItemFailures).ItemIdentifier);
            Assert.Empty(_letters.Letters);
        }
        else
        {
            Assert.Empty(answer.BatchItemFailures);
            Assert.StartsWith("The table orders never takes its item: ValidationException", Assert.Single(_letters.Letters).Reason, StringComparison.Ordinal);
            Assert.Equal(["{\"Id\":2,\"Note\":\"\"}"], _letters.Texts);
            Assert.Contains("\"userRecords\":3,\"processed\":2,\"deadLettered\":1,", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
        }
    }

    private static byte[] Json(int id, string note) => Encoding.UTF8.GetBytes($"{{\"Id\":{id},\"Note\":\"{note}\"}}");

    // A letter of two bytes, twice in the item.
    private static byte[] Note(int id, int letters) => Encoding.UTF8.GetBytes($"{{\"Id\":{id},\"Note\":\"{new string('ü', letters)}\"}}");

    public sealed record Ratio(double Value);

    [JsonSerializable(typeof(Ratio))]
    internal sealed partial class RatioJson : JsonSerializerContext;

    private sealed class Ratios(ISink<Ratio> sink, IDeadLetterDestination letters)
        : SinkConsumer<Order, Ratio>(OrderJson.Default.Order, sink, letters, ScriptedConsumer.Quick)
    {
        protected override Ratio Convert(Order value, StreamRecord record) => new(1.0 / value.Id);
    }
}
