using System.Text;
using System.Text.Json.Serialization;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests.Payloads;

public partial class JsonPayloadTests
{
    private static readonly ConsumerOptions Lines = ScriptedConsumer.Quick with { Decompress = true, JsonLines = true };

    private readonly RecordingDeadLetters _deadLetters = new();
    private readonly FakeLambdaContext _lambda = new();

    [Theory]
    [InlineData("{\"N\":1}\n{\"N\":2}\n{\"N\":3}\n")]
    [InlineData("\uFEFF{\"N\":1}\r\n{\"N\":2}\r\n\r\n{\"N\":3}")]
    [InlineData("{\"N\":1}{\"N\":2} {\"N\":3}")]
    [InlineData(" {\"N\":\n1}\n{\"N\":2}\n{\"N\":3}")]
    public async Task Several_values_of_a_record_are_processed_each_by_itself_packed_or_not(string text)
    {
        foreach (var payload in new[] { Events.Plain(text), Packed.Gzip(text), Events.Aggregate(text) })
        {
            var consumer = new Adding(_deadLetters, Lines);

            await consumer.HandleAsync(Events.Of(payload), _lambda);

            Assert.Equal([1, 2, 3], consumer.Taken.Select(taken => taken.Value));
            Assert.Equal([$"{Events.ShardId}:{Events.Sequence(0)}:0", $"{Events.ShardId}:{Events.Sequence(0)}:0:1", $"{Events.ShardId}:{Events.Sequence(0)}:0:2"], consumer.Taken.Select(taken => taken.Key));
        }

        Assert.Empty(_deadLetters.Letters);
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over_without_any_option()
    {
        var consumer = new Adding(_deadLetters, ScriptedConsumer.Quick);

        await consumer.HandleAsync(Events.Of(Events.Plain("\uFEFF{\"N\":1}")), _lambda);

        Assert.Equal([1], consumer.Taken.Select(taken => taken.Value));
    }

    [Theory]
    [InlineData(false, false, "{\"N\":1}\n{\"N\":2}", "The record is not JSON (line 2, byte 1).")]
    [InlineData(true, true, "{\"N\":1}\n{\"N\":2}\n{\"N\":x}", "The record is not JSON (line 3, byte 6).")]
    [InlineData(true, true, "{\"N\":1} {\"N\":x}", "The record is not JSON (line 1, byte 14).")]
    [InlineData(true, true, "{\"N\":1}\n{\"N\":\"x\"}", "The record's \"N\" is not a number (Int32).")]
    [InlineData(true, true, "{\"N\":1}\nnull", "The record is null, and not a Numbered.")]
    [InlineData(true, true, " \n", "The record is blank.")]
    public async Task What_is_wrong_is_told_with_its_place_in_the_record(bool decompress, bool lines, string text, string reason)
    {
        var options = ScriptedConsumer.Quick with { Decompress = decompress, JsonLines = lines };

        await new Adding(_deadLetters, options).HandleAsync(Events.Of(Events.Plain(text)), _lambda);

        Assert.Equal(reason, Assert.Single(_deadLetters.Letters).Reason);
    }

    [Fact]
    public async Task A_sink_takes_all_values_of_a_record_or_none()
    {
        var sink = new Keeping();
        var consumer = new SinkConsumer<Numbered>(LineJson.Default.Numbered, sink, _deadLetters, Lines);

        await consumer.HandleAsync(
            Events.Of(Events.Plain("{\"N\":1}\n{\"N\":2}"), Events.Plain("{\"N\":3}\n{\"N\":-4}"), Packed.Gzip("{\"N\":5}")), _lambda);

        Assert.Equal([1, 2, 5], sink.Items.Select(item => item.Value.N));
        Assert.Equal([0, 1, 0], sink.Items.Select(item => item.Part));
        Assert.Equal($"{Events.ShardId}:{Events.Sequence(0)}:0:1", sink.Items[1].IdempotencyKey);
        Assert.Equal("Negative.", Assert.Single(_deadLetters.Letters).Reason);
    }

    [Fact]
    public async Task A_transform_delivers_a_record_s_values_as_its_one_result()
    {
        var answer = await new Doubling().HandleAsync(
            new FirehoseEvent
            {
                Records =
                [
                    new() { RecordId = "r0", Data = Packed.Gzip("\uFEFF{\"N\":1}\n{\"N\":0}\n{\"N\":2}") },
                    new() { RecordId = "r1", Data = Encoding.UTF8.GetBytes("{\"N\":0}{\"N\":0}") },
                    new() { RecordId = "r2", Data = Encoding.UTF8.GetBytes("{\"N\":1}{\"N\":-1}") },
                    new() { RecordId = "r3", Data = Encoding.UTF8.GetBytes("\uFEFF \n") },
                ],
            },
            _lambda);

        Assert.Equal(["Ok", "Dropped", "ProcessingFailed", "ProcessingFailed"], answer.Records.Select(record => record.Result));
        Assert.Equal("{\"N\":2}\n{\"N\":4}\n", Encoding.UTF8.GetString(Convert.FromBase64String(answer.Records[0].Base64EncodedData)));
    }

    public sealed record Numbered(int N);

    [JsonSerializable(typeof(Numbered))]
    internal sealed partial class LineJson : JsonSerializerContext;

    private sealed class Adding(IDeadLetterDestination deadLetters, ConsumerOptions options)
        : StreamConsumer<Numbered>(LineJson.Default.Numbered, deadLetters, options)
    {
        public List<(int Value, string Key)> Taken { get; } = [];

        protected override Task ProcessAsync(Numbered value, StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
        {
            Taken.Add((value.N, record.IdempotencyKey));
            return Task.CompletedTask;
        }
    }

    private sealed class Keeping : ISink<Numbered>
    {
        public List<SinkItem<Numbered>> Items { get; } = [];

        public void Check(Numbered value)
        {
            if (value.N < 0)
            {
                throw new RejectedRecordException("Negative.");
            }
        }

        public Task WriteAsync(IReadOnlyList<SinkItem<Numbered>> items, CancellationToken cancellationToken)
        {
            Items.AddRange(items);
            return Task.CompletedTask;
        }
    }

    private sealed class Doubling() : FirehoseTransform<Numbered>(
        LineJson.Default.Numbered, new FirehoseTransformOptions { Output = Stream.Null, Decompress = true, JsonLines = true })
    {
        protected override ValueTask<FirehoseResult> TransformAsync(Numbered value, FirehoseEventRecord record, CancellationToken cancellationToken) =>
            ValueTask.FromResult(value.N switch
            {
                0 => FirehoseResult.Dropped,
                < 0 => throw new RejectedRecordException("Negative."),
                var number => FirehoseResult.Ok(new Numbered(2 * number), LineJson.Default.Numbered),
            });
    }
}
