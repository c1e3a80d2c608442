using System.Text.Json.Serialization;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

public partial class SinkConsumerTests
{
    private readonly RecordingDeadLetters _deadLetters = new();
    private readonly RecordingSink _sink = new();

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task A_batch_reaches_the_sink_at_once_and_in_stream_order(int parallelism)
    {
        var consumer = new SinkConsumer<Reading>(
            ReadingJson.Default.Reading, _sink, _deadLetters, ScriptedConsumer.Quick with { MaxParallelism = parallelism });

        var answer = await consumer.HandleAsync(
            Events.Of(Events.Aggregate([.. Enumerable.Range(0, 50).Select(Json)]), Events.Plain("no reading"), Events.Plain(Json(50))), new FakeLambdaContext());

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(Enumerable.Range(0, 51), Assert.Single(_sink.Batches).Select(item => item.Value.Value));
        Assert.Equal($"{Events.ShardId}:{Events.Sequence(0)}:3", _sink.Batches[0][3].IdempotencyKey);
        Assert.Equal("The record is not JSON (line 1, byte 2).", Assert.Single(_deadLetters.Letters).Reason);
    }

    [Theory]
    [InlineData("""{"Value":"x"}""", "The record's \"Value\" is not a number (Int32).")]
    [InlineData("7", "The record is JSON, and not a Reading.")]
    [InlineData("null", "The record is null, and not a Reading.")]
    public async Task What_is_wrong_with_a_record_is_said_in_one_sentence(string record, string reason)
    {
        await new SinkConsumer<Reading>(ReadingJson.Default.Reading, _sink, _deadLetters, ScriptedConsumer.Quick)
            .HandleAsync(Events.Of(Events.Plain(record)), new FakeLambdaContext());

        Assert.Equal(reason, Assert.Single(_deadLetters.Letters).Reason);
        Assert.Empty(_sink.Batches);
    }

    [Fact]
    public void Progress_is_refused_for_it_would_lose_records()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new SinkConsumer<Reading>(
            ReadingJson.Default.Reading, _sink, _deadLetters, new ConsumerOptions { Progress = new InMemoryProgress() }));

        Assert.Equal("ConsumerOptions.Progress is set; allowed is none where a batch is written as a whole, for nothing is done before.", refusal.Message);
    }

    private static string Json(int value) => $"{{\"Value\":{value}}}";

    public sealed record Reading(int Value);

    [JsonSerializable(typeof(Reading))]
    internal sealed partial class ReadingJson : JsonSerializerContext;

    private sealed class RecordingSink : ISink<Reading>
    {
        public List<IReadOnlyList<SinkItem<Reading>>> Batches { get; } = [];

        public Task WriteAsync(IReadOnlyList<SinkItem<Reading>> items, CancellationToken cancellationToken)
        {
            Batches.Add(items);
            return Task.CompletedTask;
        }
    }
}
