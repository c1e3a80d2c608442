using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests.Payloads;

public class DynamoDbChangeTests
{
    // In the form of https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_gettingstarted.html.
    private const string Modified = """
        {"awsRegion":"eu-west-1","eventID":"8f9d0f1e","eventName":"MODIFY","userIdentity":null,"recordFormat":"application/json","tableName":"orders",
         "dynamodb":{"ApproximateCreationDateTime":1763636700250,"Keys":{"id":{"S":"o-1"}},"SizeBytes":123,
          "NewImage":{"id":{"S":"o-1"},"price":{"N":"12.50"},"paid":{"BOOL":true},"note":{"NULL":true},"raw":{"B":"AQI="},"tags":{"SS":["a","b"]},"sizes":{"NS":["1","2"]},
           "blobs":{"BS":["AQ=="]},"lines":{"L":[{"N":"1"},{"M":{"sku":{"S":"x"}}}]}},
          "OldImage":{"id":{"S":"o-1"},"price":{"N":"10"}}},"eventSource":"aws:dynamodb"}
        """;

    private const string Expired = """
        {"eventID":"1","eventName":"REMOVE","tableName":"orders","userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},
         "dynamodb":{"ApproximateCreationDateTime":1763636700250001,"ApproximateCreationDateTimePrecision":"MICROSECOND","Keys":{"id":{"S":"o-1"}},"OldImage":{"id":{"S":"o-1"}}}}
        """;

    private readonly RecordingDeadLetters _deadLetters = new();

    [Fact]
    public async Task A_change_is_read_with_its_images_and_values_of_every_type()
    {
        var consumer = new Changes(_deadLetters);

        await consumer.HandleAsync(Events.Of(Events.Plain(Modified), Events.Plain(Expired)), new FakeLambdaContext());

        Assert.Empty(_deadLetters.Letters);
        var change = consumer.Taken[0];
        Assert.Equal(("8f9d0f1e", "MODIFY", "orders", "eu-west-1", 123, false), (change.EventId, change.EventName, change.TableName, change.AwsRegion, change.SizeBytes, change.IsExpiry));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1763636700250), change.Created);
        var image = change.NewImage!;
        Assert.Equal(("o-1", "12.50", true, true), (image["id"].S, image["price"].N, image["paid"].BOOL, image["note"].NULL));
        Assert.Equal([1, 2], image["raw"].B.ToArray());
        Assert.Equal(["a", "b"], image["tags"].SS);
        Assert.Equal(["1", "2"], image["sizes"].NS);
        Assert.Equal([1], image["blobs"].BS.Single().ToArray());
        Assert.Equal(("1", "x"), (image["lines"].L[0].N, image["lines"].L[1].M["sku"].S));
        Assert.Equal("10", change.OldImage!["price"].N);

        var expired = consumer.Taken[1];
        Assert.True(expired.IsExpiry);
        Assert.Null(expired.NewImage);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1763636700250).AddMicroseconds(1), expired.Created);
    }

    [Theory]
    [InlineData("{}", "The record is no change of a DynamoDB item: it has no \"dynamodb\".")]
    [InlineData("[]", "The record is JSON, and not a DynamoDbChange.")]
    [InlineData("""{"eventID":"1","eventName":"INSERT","tableName":"t","dynamodb":{"ApproximateCreationDateTime":1,"Keys":{"id":{"X":1}}}}""", "The record has {\"X\":1} where a value of DynamoDB should be.")]
    [InlineData("""{"eventID":"1","eventName":"INSERT","tableName":"t","dynamodb":{"ApproximateCreationDateTime":1,"Keys":{"id":{"S":1}}}}""", "The record has {\"S\":1} where a value of DynamoDB should be.")]
    [InlineData("""{"eventID":"1","eventName":"INSERT","tableName":"t","dynamodb":{"ApproximateCreationDateTime":1e30,"Keys":{}}}""", "The record's \"ApproximateCreationDateTime\" is 1e30; allowed is a count since 1970.")]
    public async Task What_is_no_change_is_set_aside(string record, string reason)
    {
        await new Changes(_deadLetters).HandleAsync(Events.Of(Events.Plain(record)), new FakeLambdaContext());

        Assert.Equal(reason, Assert.Single(_deadLetters.Letters).Reason);
    }

    private sealed class Changes(IDeadLetterDestination deadLetters) : StreamConsumer<DynamoDbChange>(DynamoDbChange.Json, deadLetters, ScriptedConsumer.Quick)
    {
        public List<DynamoDbChange> Taken { get; } = [];

        protected override Task ProcessAsync(DynamoDbChange value, StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
        {
            Taken.Add(value);
            return Task.CompletedTask;
        }
    }
}
