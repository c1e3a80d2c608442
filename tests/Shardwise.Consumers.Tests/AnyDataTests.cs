using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.Serialization.SystemTextJson;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

/// <summary>Whatever a record holds, it fails alone: no byte of it throws outside of the guard that each record has.</summary>
public partial class AnyDataTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "1", "-1e400", "0.1", "\"Id\"", "\"Keys\"", "\"When\"", "\"Price\"", "\"Parts\"", "\"a\"", "\"\\ud800\"", "\"\\u0000\"",
        "{\"Id\":1}", "{\"Keys\":{\"year\":null}}", "{\"Keys\":{\"\":\"x\"}}", "{\"Keys\":{\"year\":\"2026\",\"month\":null}}", "{\"When\":\"2026-11-20\"}", " ", "\n", "\uFEFF", "é", "\U0001F600",
        "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"id\":\"1\",\"timestamp\":1,\"message\":\"m\"},null]}", "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"id\":\"1\",\"timestamp\":1,\"message\":\"m\"}]}",
        "{\"messageType\":null}", "{\"messageType\":\"CONTROL_MESSAGE\",\"logEvents\":[{\"id\":null,\"timestamp\":99999999999999999,\"message\":\"\\ud800\"}]}",
        "{\"eventID\":\"1\",\"eventName\":\"\\udc00\",\"tableName\":\"t\",\"dynamodb\":{\"ApproximateCreationDateTime\":1,\"Keys\":{\"a\":{\"S\":\"\\ud800\"}}}}",
        "{\"eventID\":\"1\",\"eventName\":\"INSERT\",\"tableName\":\"t\",\"dynamodb\":{\"ApproximateCreationDateTime\":1,\"Keys\":{\"a\":{\"L\":[null]},\"a\":{\"B\":\"?\"}}}}",
        "{\"eventID\":\"1\",\"eventName\":\"INSERT\",\"tableName\":\"t\",\"dynamodb\":{\"ApproximateCreationDateTimePrecision\":1,\"ApproximateCreationDateTime\":-1,\"Keys\":{}}}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    ];

    private readonly RecordingDeadLetters _deadLetters = new();
    private readonly FakeLambdaContext _lambda = new();

    [Fact]
    public async Task A_stream_consumer_sets_each_bad_record_aside_with_its_reason_and_processes_each_good_one()
    {
        var random = new Random(14);
        for (var round = 0; round < 400; round++)
        {
            var payloads = Enumerable.Range(0, 25).Select(_ => Payload(random)).ToArray();
            var consumer = new Taking(_deadLetters);
            _deadLetters.Letters.Clear();

            var answer = await consumer.HandleAsync(Events.Of(payloads), _lambda);

            Assert.Empty(answer.BatchItemFailures);
            Assert.True(consumer.Taken + _deadLetters.Letters.Count >= payloads.Length);
            Assert.All(_deadLetters.Letters, letter => Assert.Matches(@"^(The record|The record's|The payload|Odd\.)\b", letter.Reason));
        }
    }

    [Fact]
    public async Task Consumers_of_every_payload_set_each_bad_record_aside_with_its_reason()
    {
        var random = new Random(11);
        var lines = ScriptedConsumer.Quick with { Decompress = true, JsonLines = true };
        for (var round = 0; round < 300; round++)
        {
            var payloads = Enumerable.Range(0, 25).Select(_ => Payload(random)).ToArray();
            foreach (var consumer in new StreamConsumer[] { new Taking(_deadLetters, lines), new Logs(_deadLetters), new Changes(_deadLetters), new Sinking(_deadLetters, lines) })
            {
                _deadLetters.Letters.Clear();

                var answer = await consumer.HandleAsync(Events.Of(payloads), _lambda);

                Assert.Empty(answer.BatchItemFailures);
                Assert.All(_deadLetters.Letters, letter => Assert.Matches(@"^(Part \d+ of \d+: )?(The record|The record's|The payload|Odd\.)", letter.Reason));
            }
        }
    }

    [Fact]
    public async Task Transforms_of_every_payload_answer_each_record_once()
    {
        var random = new Random(12);
        for (var round = 0; round < 300; round++)
        {
            var records = Enumerable.Range(0, 25).Select(place => new FirehoseEventRecord { RecordId = $"r{place}", Data = Payload(random) }).ToList();
            foreach (var transform in new FirehoseTransform[] { new Copying(lines: true), new CopyingLogs() })
            {
                var answer = await transform.HandleAsync(new FirehoseEvent { Records = records }, _lambda);

                Assert.Equal(records.Select(record => record.RecordId), answer.Records.Select(record => record.RecordId));
                using var json = new MemoryStream();
                new DefaultLambdaJsonSerializer().Serialize(answer, json);
            }
        }
    }

    [Fact]
    public async Task A_transform_answers_each_record_once_and_fails_those_with_a_partition_key_that_is_null()
    {
        var random = new Random(9);
        for (var round = 0; round < 400; round++)
        {
            var records = Enumerable.Range(0, 25).Select(place => new FirehoseEventRecord { RecordId = $"r{place}", Data = Payload(random) }).ToList();

            var answer = await new Copying().HandleAsync(new FirehoseEvent { Records = records }, _lambda);

            Assert.Equal(records.Select(record => record.RecordId), answer.Records.Select(record => record.RecordId));
            using var json = new MemoryStream();
            new DefaultLambdaJsonSerializer().Serialize(answer, json);
        }
    }

    [Fact]
    public async Task A_null_value_among_the_partition_keys_fails_that_record_with_its_reason_and_no_other()
    {
        using var output = new MemoryStream();

        var answer = await new Copying(output).HandleAsync(
            Event("""{"Keys":{"year":"2026"}}""", """{"Keys":{"year":null}}""", """{"Keys":{"":"x"}}""", """{"Keys":{"year":"2027"}}"""), _lambda);

        Assert.Equal(["Ok", "ProcessingFailed", "ProcessingFailed", "Ok"], answer.Records.Select(record => record.Result));
        Assert.Contains(
            "\"firstFailureReason\":\"The partition key \\\"year\\\" is null; allowed is a name and a text for it.\"",
            Encoding.UTF8.GetString(output.ToArray()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_cannot_be_read_any_more_fails_that_record_and_no_other()
    {
        var answer = await new GivenBack().HandleAsync(Event("1", "2"), _lambda);

        Assert.Equal(["ProcessingFailed", "Ok"], answer.Records.Select(record => record.Result));
    }

    [Fact]
    public async Task An_event_with_a_record_that_is_null_is_refused_in_words()
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new Copying().HandleAsync(new FirehoseEvent { Records = [null!] }, _lambda));

        Assert.Equal("The Firehose event has a record that is null; each has a recordId and data.", error.Message);
    }

    [Fact]
    public async Task User_code_that_fails_while_it_looks_at_a_failure_costs_that_record_alone()
    {
        var consumer = new ScriptedConsumer(_deadLetters)
        {
            OnProcess = (text, _) => text == "2" ? throw new NoMessageException() : Task.CompletedTask,
            OnCause = _ => throw new InvalidOperationException("No cause."),
        };

        var answer = await consumer.HandleAsync(Events.Of(Events.Plain("1"), Events.Plain("2"), Events.Plain("3")), _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(["1", "3"], consumer.Flushed);
        Assert.Equal("NoMessageException: (it has no message)", Assert.Single(_deadLetters.Letters).Reason);
    }

    private static FirehoseEvent Event(params string[] records) =>
        new() { Records = [.. records.Select((record, place) => new FirehoseEventRecord { RecordId = $"r{place}", Data = Encoding.UTF8.GetBytes(record) })] };

    private static byte[] Payload(Random random)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => Pieces[random.Next(Pieces.Length)])));
        return random.Next(6) switch
        {
            0 => Changed(random, Events.Aggregate("{\"Id\":1}", "{\"Keys\":{\"a\":null}}", "null")),
            1 => Changed(random, text),
            2 => Changed(random, Packed(text)),
            3 => Packed(text),
            _ => text,
        };
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Changed(Random random, byte[] bytes)
    {
        for (var times = random.Next(3); times > 0 && bytes.Length > 0; times--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    public sealed record Thing(int Id, Dictionary<string, string?>? Keys, DateTimeOffset? When, decimal? Price, IReadOnlyList<Thing>? Parts);

    [JsonSerializable(typeof(Thing))]
    internal sealed partial class ThingJson : JsonSerializerContext;

    private sealed class Logs(IDeadLetterDestination deadLetters) : CloudWatchLogsConsumer(deadLetters, ScriptedConsumer.Quick)
    {
        protected override Task ProcessAsync(
            LogEvent logEvent, LogsMessage message, StreamRecord record, ConsumerContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Changes(IDeadLetterDestination deadLetters) : StreamConsumer<DynamoDbChange>(DynamoDbChange.Json, deadLetters, ScriptedConsumer.Quick)
    {
        protected override Task ProcessAsync(DynamoDbChange value, StreamRecord record, ConsumerContext context, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }

    private sealed class Sinking(IDeadLetterDestination deadLetters, ConsumerOptions options)
        : SinkConsumer<Thing, string>(ThingJson.Default.Thing, new Nowhere(), deadLetters, options)
    {
        protected override string? Convert(Thing value, StreamRecord record) => value.Keys is { Count: > 1 } ? null : $"{value.Id}";
    }

    private sealed class Nowhere : ISink<string>
    {
        public Task WriteAsync(IReadOnlyList<SinkItem<string>> items, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class CopyingLogs() : CloudWatchLogsTransform(new FirehoseTransformOptions { Output = Stream.Null })
    {
        protected override ValueTask<FirehoseResult> TransformAsync(
            LogEvent logEvent, LogsMessage message, FirehoseEventRecord record, CancellationToken cancellationToken) =>
            ValueTask.FromResult(FirehoseResult.Ok(Encoding.UTF8.GetBytes(logEvent.Message), new Dictionary<string, string> { ["hour"] = $"{logEvent.Time:HH}" }));
    }

    private sealed class Taking(IDeadLetterDestination deadLetters, ConsumerOptions? options = null)
        : StreamConsumer<Thing>(ThingJson.Default.Thing, deadLetters, options ?? ScriptedConsumer.Quick)
    {
        public int Taken { get; private set; }

        protected override Task ProcessAsync(Thing value, StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
        {
            Taken++;
            return value.Parts is { Count: > 0 } ? throw new RejectedRecordException("Odd.") : Task.CompletedTask;
        }
    }

    private sealed class Copying(Stream? output = null, bool lines = false) : FirehoseTransform<Thing>(
        ThingJson.Default.Thing, new FirehoseTransformOptions { Output = output ?? Stream.Null, Decompress = lines, JsonLines = lines })
    {
        protected override ValueTask<FirehoseResult> TransformAsync(Thing value, FirehoseEventRecord record, CancellationToken cancellationToken) =>
            ValueTask.FromResult(FirehoseResult.Ok(value, ThingJson.Default.Thing, value.Keys!));
    }

    /// <summary>Gives the first record's result from memory that it takes back at once.</summary>
    private sealed class GivenBack() : FirehoseTransform(new FirehoseTransformOptions { Output = Stream.Null })
    {
        protected override ValueTask<FirehoseResult> TransformAsync(FirehoseEventRecord record, CancellationToken cancellationToken)
        {
            using var gone = new GoneMemory();
            return ValueTask.FromResult(FirehoseResult.Ok(record.RecordId == "r0" ? gone.Memory : record.Data));
        }
    }

    private sealed class GoneMemory : MemoryManager<byte>
    {
        public override Memory<byte> Memory => CreateMemory(1);

        public override Span<byte> GetSpan() => throw new ObjectDisposedException("the pool");

        public override MemoryHandle Pin(int elementIndex = 0) => throw new ObjectDisposedException("the pool");

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class NoMessageException : Exception
    {
        public override string Message => throw new InvalidOperationException("There is none.");
    }
}
