using System.Text;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests.Serialization;

public class KinesisEventSerializerTests
{
    // The example of https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html.
    private const string Documented = """
        {
            "Records": [
                {
                    "kinesis": {
                        "kinesisSchemaVersion": "1.0",
                        "partitionKey": "1",
                        "sequenceNumber": "49590338271490256608559692538361571095921575989136588898",
                        "data": "SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==",
                        "approximateArrivalTimestamp": 1545084650.987
                    },
                    "eventSource": "aws:kinesis",
                    "eventVersion": "1.0",
                    "eventID": "shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
                    "eventName": "aws:kinesis:record",
                    "invokeIdentityArn": "arn:aws:iam::111122223333:role/lambda-kinesis-role",
                    "awsRegion": "us-east-2",
                    "eventSourceARN": "arn:aws:kinesis:us-east-2:111122223333:stream/lambda-stream"
                }
            ]
        }
        """;

    private static readonly DefaultLambdaJsonSerializer Standard = new();
    private static readonly KinesisEventSerializer Ours = new();

    [Fact]
    public void The_documented_event_is_read_with_every_field()
    {
        var record = Assert.Single(Read(Documented).Records);

        Assert.Equal("shardId-000000000006:49590338271490256608559692538361571095921575989136588898", record.EventId);
        Assert.Equal("us-east-2", record.AwsRegion);
        Assert.Equal("aws:kinesis", record.EventSource);
        Assert.Equal("aws:kinesis:record", record.EventName);
        Assert.Equal("1.0", record.EventVersion);
        Assert.Equal("arn:aws:iam::111122223333:role/lambda-kinesis-role", record.InvokeIdentityArn);
        Assert.Equal("arn:aws:kinesis:us-east-2:111122223333:stream/lambda-stream", record.EventSourceARN);
        Assert.Equal("1.0", record.Kinesis.KinesisSchemaVersion);
        Assert.Equal("1", record.Kinesis.PartitionKey);
        Assert.Equal("Hello, this is a test.", Encoding.UTF8.GetString(record.Kinesis.Data.ToArray()));
        Assert.Equal(new DateTime(2018, 12, 17, 22, 10, 50, 987, DateTimeKind.Utc), record.Kinesis.ApproximateArrivalTimestamp);
    }

    [Fact]
    public void It_agrees_with_the_standard_serializer_on_100_000_random_events()
    {
        var random = new RandomEvents(seed: 8);
        for (var round = 0; round < 100_000; round++)
        {
            var json = random.Next();
            var expected = Describe(Standard.Deserialize<KinesisEvent>(new MemoryStream(json)));
            using var stream = new MemoryStream(json, 0, json.Length, writable: false, publiclyVisible: round % 2 == 0);
            var read = Ours.Deserialize<KinesisEvent>(stream);
            if (expected != Describe(read))
            {
                Assert.Fail($"They differ on {Encoding.UTF8.GetString(json)}\n{expected}\n{Describe(read)}");
            }

            (read as IDisposable)?.Dispose();
        }
    }

    [Fact]
    public void An_unknown_name_that_is_escaped_and_is_no_text_is_passed_over_as_by_the_standard_serializer()
    {
        byte[] json = [.. "{\"\\u0052"u8, 0xDF, .. "cords\":[]}"u8];

        Assert.Null(Standard.Deserialize<KinesisEvent>(new MemoryStream(json)).Records);
        Assert.Null(Ours.Deserialize<KinesisEvent>(new MemoryStream(json)).Records);
    }

    [Fact]
    public void JSON_cut_off_or_changed_anywhere_gives_one_clear_error_or_an_event()
    {
        var whole = Encoding.UTF8.GetBytes(Documented);
        for (var length = 0; length < whole.Length; length++)
        {
            var error = Assert.Throws<InvalidDataException>(() => Ours.Deserialize<KinesisEvent>(new MemoryStream(whole[..length])));
            Assert.Matches(@"^The Kinesis event is broken JSON \(line \d+, byte \d+\)\.$", error.Message);
        }

        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var changed = whole.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                Ours.Deserialize<KinesisEvent>(new MemoryStream(changed));
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void Long_data_of_every_length_and_spelling_are_read_as_the_standard_serializer_reads_them()
    {
        var random = new Random(2);
        for (var length = 380; length < 480; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var base64 = Convert.ToBase64String(bytes);
            foreach (var spelt in new[] { base64, $" {base64}", $"{base64} ", base64.Insert(300, "    "), base64.Insert(base64.Length - 2, " "), base64.Replace("/", "\\/", StringComparison.Ordinal) })
            {
                var json = Encoding.UTF8.GetBytes($$$"""{"Records":[{"kinesis":{"data":"{{{spelt}}}","partitionKey":"a"}},{"kinesis":{"data": "{{{spelt}}}"},"eventID":"b"}]}""");
                Assert.Equal(Describe(Standard.Deserialize<KinesisEvent>(new MemoryStream(json))), Describe(Ours.Deserialize<KinesisEvent>(new MemoryStream(json))));
            }
        }
    }

    [Theory]
    [InlineData("aGl=", "hi")]
    [InlineData("aR==", "i")]
    [InlineData("aG\\u006c=", "hi")]
    public void Bits_left_over_in_base64_are_passed_over_as_by_the_standard_serializer(string data, string text)
    {
        var json = $$$"""{"Records":[{"kinesis":{"data":"{{{data}}}"}}]}""";

        Assert.Equal(text, Encoding.UTF8.GetString(Read(json).Records[0].Kinesis.Data.ToArray()));
        Assert.Equal(Describe(Standard.Deserialize<KinesisEvent>(new MemoryStream(Encoding.UTF8.GetBytes(json)))), Describe(Read(json)));
    }

    [Theory]
    [InlineData("?", "kinesis.data of record 1 of the event is not base64.")]
    [InlineData("=AAA", "kinesis.data of record 1 of the event is not base64.")]
    [InlineData("A", "kinesis.data of record 1 of the event is not base64.")]
    [InlineData("AA==AAAA", "kinesis.data of record 1 of the event is not base64.")]
    [InlineData("\n", "The Kinesis event is broken JSON (line 2, byte 4021).")]
    [InlineData("\"]", "The Kinesis event is broken JSON (line 2, byte 4022).")]
    [InlineData("\",", "The Kinesis event is broken JSON (line 2, byte 4028).")]
    [InlineData("\" \"data\"", "The Kinesis event is broken JSON (line 2, byte 4023).")]
    public void What_is_wrong_behind_long_data_is_told_with_its_place(string tail, string error)
    {
        var data = Convert.ToBase64String(new byte[3000]);
        var json = $$$"""{"Records":[{"kinesis":{"data":"{{{data}}}"}},{{{'\n'}}}{"kinesis":{"data":"{{{data}}}{{{tail}}}"}}]}""";

        Assert.Equal(error, Assert.Throws<InvalidDataException>(() => Read(json)).Message);
    }

    [Theory]
    [InlineData("[]", "The event is not a JSON object.")]
    [InlineData("{} {}", "The Kinesis event is broken JSON (line 1, byte 4).")]
    [InlineData("""{"Records":{}}""", "The event's Records is not an array.")]
    [InlineData("""{"Records":[null,1]}""", "Record 1 of the event is not a JSON object.")]
    [InlineData("""{"Records":[{"kinesis":[]}]}""", "kinesis of record 0 of the event is not a JSON object.")]
    [InlineData("""{"Records":[{"eventID":1}]}""", "eventID of record 0 of the event is not a text.")]
    [InlineData("""{"Records":[{"kinesis":{"data":"?"}}]}""", "kinesis.data of record 0 of the event is not base64.")]
    [InlineData("""{"Records":[{"kinesis":{"approximateArrivalTimestamp":1e300}}]}""", "kinesis.approximateArrivalTimestamp of record 0 of the event is not seconds since 1970, or ISO 8601 text.")]
    [InlineData("""{"Records":[{"eventID":"\ud800"}]}""", "The Kinesis event has a text that is not UTF-8.")]
    public void What_is_no_Kinesis_event_gives_one_clear_error(string json, string error) =>
        Assert.Equal(error, Assert.Throws<InvalidDataException>(() => Read(json)).Message);

    [Theory]
    [InlineData("{\"batchItemFailures\":[]}")]
    [InlineData("{\"batchItemFailures\":[{\"itemIdentifier\":\"49\"}]}", "49")]
    [InlineData("{\"batchItemFailures\":[{\"itemIdentifier\":\"49\"},{\"itemIdentifier\":\"50\"}]}", "49", "50")]
    [InlineData("{\"batchItemFailures\":[{\"itemIdentifier\":\"\\\"<ä\"}]}", "\"<ä")]
    public void An_answer_is_what_the_standard_serializer_writes(string expected, params string[] failures)
    {
        using var ours = new MemoryStream();
        using var standard = new MemoryStream();
        var answer = new StreamsEventResponse { BatchItemFailures = [.. failures.Select(failure => new StreamsEventResponse.BatchItemFailure { ItemIdentifier = failure })] };
        Ours.Serialize(answer, ours);
        new DefaultLambdaJsonSerializer().Serialize(answer, standard);

        Assert.Equal(expected, Encoding.UTF8.GetString(ours.ToArray()));
        Assert.Equal(Encoding.UTF8.GetString(standard.ToArray()), Encoding.UTF8.GetString(ours.ToArray()));
    }

    [Fact]
    public void Other_types_go_to_the_standard_serializer()
    {
        using var json = new MemoryStream();
        Ours.Serialize(new StreamsEventResponse(), json);

        using var standard = new MemoryStream();
        new DefaultLambdaJsonSerializer().Serialize(new StreamsEventResponse(), standard);
        Assert.Equal(Encoding.UTF8.GetString(standard.ToArray()), Encoding.UTF8.GetString(json.ToArray()));
        var window = Ours.Deserialize<KinesisTimeWindowEvent>(new MemoryStream(Encoding.UTF8.GetBytes("""{"shardId":"shardId-000000000001"}""")));
        Assert.Equal("shardId-000000000001", window.ShardId);
    }

    [Fact]
    public async Task Data_looked_at_after_the_invocation_throw_instead_of_showing_another_events_bytes()
    {
        var consumer = new ScriptedConsumer(new RecordingDeadLetters());
        var kinesisEvent = Read(Documented);
        ReadOnlyMemory<byte> taken = default;
        consumer.OnProcess = (_, _) =>
        {
            taken = consumer.Records[0].Data;
            return Task.CompletedTask;
        };

        await consumer.HandleAsync(kinesisEvent, new FakeLambdaContext());

        Assert.Equal(["Hello, this is a test."], consumer.Flushed);
        var record = Assert.Single(consumer.Records);
        Assert.Throws<ObjectDisposedException>(() => record.Data);
        Assert.Contains("copy what is kept longer", Assert.Throws<ObjectDisposedException>(() => taken.ToArray()).Message, StringComparison.Ordinal);
        Assert.Null(kinesisEvent.Records[0].Kinesis.Data);
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("""read before{"Records":[{"eventID":"shardId-000000000001:1"}]}"""));
        stream.Position = "read before".Length;

        Assert.Equal("shardId-000000000001:1", Assert.Single(Ours.Deserialize<KinesisEvent>(stream).Records).EventId);
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_read_to_its_end()
    {
        var padded = Documented + new string(' ', 200_000);
        using var stream = new OneWay(Encoding.UTF8.GetBytes(padded));

        Assert.Single(Ours.Deserialize<KinesisEvent>(stream).Records);
    }

    private static KinesisEvent Read(string json) => Ours.Deserialize<KinesisEvent>(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    private static string Describe(KinesisEvent? read) => read is null ? "null" : read.Records is null ? "no records" : string.Join(
        '\n',
        read.Records.Select(record => record is null ? "null" : string.Join(
            '|',
            record.AwsRegion ?? "-",
            record.EventId ?? "-",
            record.EventName ?? "-",
            record.EventSource ?? "-",
            record.EventSourceARN ?? "-",
            record.EventVersion ?? "-",
            record.InvokeIdentityArn ?? "-",
            record.Kinesis is null ? "-" : string.Join(
                ';',
                record.Kinesis.KinesisSchemaVersion ?? "-",
                record.Kinesis.PartitionKey ?? "-",
                record.Kinesis.SequenceNumber ?? "-",
                record.Kinesis.EncryptionType?.Value ?? "-",
                record.Kinesis.ApproximateArrivalTimestamp is { } time ? $"{Math.Round(time.Ticks / (double)TimeSpan.TicksPerMillisecond)} {time.Kind}" : "-",
                record.Kinesis.Data is { } data ? Convert.ToHexString(data.ToArray()) : "-"))));

    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
