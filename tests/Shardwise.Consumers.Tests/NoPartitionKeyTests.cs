using System.Text;
using System.Text.Json;
using Amazon.Lambda.KinesisEvents;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

/// <summary>Records of a stream with RecordDistributionStrategy AUTO have no partition key: null in the event, or not there at all.</summary>
public class NoPartitionKeyTests
{
    private readonly RecordingDeadLetters _deadLetters = new();
    private readonly FakeLambdaContext _lambda = new();

    [Theory]
    [InlineData("\"partitionKey\":null,")]
    [InlineData("")]
    public async Task A_record_without_a_key_is_processed_among_those_with_one(string member)
    {
        var keys = new List<string?>();
        var consumer = new ScriptedConsumer(_deadLetters);
        consumer.OnProcess = (_, _) =>
        {
            keys.Add(consumer.Records[^1].PartitionKey);
            return Task.CompletedTask;
        };
        var kinesisEvent = Read(Json(0, "\"partitionKey\":\"a\",", "1"), Json(1, member, "2"), Json(2, "\"partitionKey\":\"b\",", "3"));

        var answer = await consumer.HandleAsync(kinesisEvent, _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(["1", "2", "3"], consumer.Flushed);
        Assert.Equal(new List<string?> { "a", null, "b" }, keys);
        Assert.Null(consumer.Records[1].Position.PartitionKey);
    }

    [Fact]
    public async Task It_is_set_aside_without_a_key()
    {
        var s3 = new FakeS3();
        var consumer = new ScriptedConsumer(new S3DeadLetterDestination(s3.Client(), "dead")) { OnProcess = (_, _) => throw new RejectedRecordException("No.") };

        await consumer.HandleAsync(Read(Json(0, "", "1")), _lambda);

        using var letter = JsonDocument.Parse(s3.Objects.Single().Value.Body);
        Assert.Equal(JsonValueKind.Null, letter.RootElement.GetProperty("partitionKey").ValueKind);
        Assert.Equal("MQ==", letter.RootElement.GetProperty("payloadBase64").GetString());
    }

    [Fact]
    public async Task Such_records_have_no_order_among_them()
    {
        // Each ends only when the other has begun: one after the other, they never would.
        var begun = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        var consumer = new ScriptedConsumer(_deadLetters, ScriptedConsumer.Quick with { MaxParallelism = 2 })
        {
            OnProcess = async (text, cancellationToken) =>
            {
                begun[int.Parse(text)].SetResult();
                await begun[1 - int.Parse(text)].Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            },
        };

        var answer = await consumer.HandleAsync(Read(Json(0, "", "0"), Json(1, "\"partitionKey\":null,", "1")), _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Empty(_deadLetters.Letters);
    }

    [Fact]
    public async Task The_user_records_of_an_aggregate_keep_their_keys_where_the_Kinesis_record_has_none()
    {
        var consumer = new ScriptedConsumer(_deadLetters);
        var kinesisEvent = new KinesisEvent { Records = [Events.Record(0, Events.Aggregate("1", "2"))] };
        kinesisEvent.Records[0].Kinesis.PartitionKey = null;

        await consumer.HandleAsync(kinesisEvent, _lambda);

        Assert.Equal(["key-1", "key-2"], consumer.Records.Select(record => record.PartitionKey!));
    }

    private static KinesisEvent Read(params string[] records) => new KinesisEventSerializer().Deserialize<KinesisEvent>(
        new MemoryStream(Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', records)}}]}""")));

    private static string Json(int place, string partitionKey, string text) => $$$"""
        {"kinesis":{{{{partitionKey}}}"sequenceNumber":"{{{Events.Sequence(place)}}}","data":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}}}",
        "approximateArrivalTimestamp":1763636700.25},"eventID":"{{{Events.ShardId}}}:{{{Events.Sequence(place)}}}","eventSourceARN":"{{{Events.StreamArn}}}"}
        """;
}
