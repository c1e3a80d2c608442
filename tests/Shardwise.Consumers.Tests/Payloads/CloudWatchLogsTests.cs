using System.Text;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests.Payloads;

public class CloudWatchLogsTests
{
    // In the form of https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html.
    private const string Data = """
        {"owner":"111122223333","logGroup":"CloudTrail/logs","logStream":"111122223333_CloudTrail/logs_us-east-1","subscriptionFilters":["Destination"],
         "messageType":"DATA_MESSAGE","policyLevel":"ACCOUNT_LEVEL_POLICY","logEvents":[
         {"id":"31953106606966983378809025079804211143289615424298221568","timestamp":1432826855000,"message":"first"},
         {"id":"31953106606966983378809025079804211143289615424298221569","timestamp":1432826855001,"message":"second","extractedFields":{"@aws.region":"us-east-1"}},
         {"id":"31953106606966983378809025079804211143289615424298221570","timestamp":1432826855002,"message":"third"}]}
        """;

    private const string Control = """
        {"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","subscriptionFilters":[],
         "logEvents":[{"id":"","timestamp":1432826855000,"message":"CWL CONTROL MESSAGE: Checking health of destination Kinesis stream."}]}
        """;

    private readonly RecordingDeadLetters _deadLetters = new();
    private readonly FakeLambdaContext _lambda = new();

    [Fact]
    public async Task Log_events_come_one_by_one_with_their_ids_and_times_and_control_messages_do_not()
    {
        var consumer = new Logs(_deadLetters);

        var answer = await consumer.HandleAsync(Events.Of(Packed.Gzip(Control), Packed.Gzip(Data), Events.Plain(Data)), _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Empty(_deadLetters.Letters);
        Assert.Equal(["first", "second", "third", "first", "second", "third"], consumer.Taken.Select(taken => taken.Event.Message));
        var (logEvent, message, key) = consumer.Taken[1];
        Assert.Equal("31953106606966983378809025079804211143289615424298221569", logEvent.Id);
        Assert.Equal(new DateTimeOffset(2015, 5, 28, 15, 27, 35, 1, TimeSpan.Zero), logEvent.Time);
        Assert.Equal("us-east-1", logEvent.ExtractedFields!["@aws.region"].GetString());
        Assert.Equal(("111122223333", "CloudTrail/logs", "Destination"), (message.Owner, message.LogGroup, message.SubscriptionFilters.Single()));
        Assert.Equal($"{Events.ShardId}:{Events.Sequence(1)}:0:1", key);
    }

    [Fact]
    public async Task An_event_that_fails_is_tried_again_and_those_before_it_are_not()
    {
        var failures = 2;
        var consumer = new Logs(_deadLetters) { OnEvent = message => message == "second" && failures-- > 0 ? throw new InvalidOperationException("Not yet.") : true };

        await consumer.HandleAsync(Events.Of(Packed.Gzip(Data)), _lambda);

        Assert.Equal(["first", "second", "third"], consumer.Taken.Select(taken => taken.Event.Message));
        Assert.Equal(5, consumer.Tried);
        Assert.Empty(_deadLetters.Letters);
    }

    [Fact]
    public async Task An_event_that_is_rejected_lets_the_others_go_on_and_has_its_record_set_aside_whole()
    {
        var consumer = new Logs(_deadLetters) { OnEvent = message => message == "second" ? throw new RejectedRecordException("No.") : true };
        var record = Packed.Gzip(Data);

        await consumer.HandleAsync(Events.Of(record), _lambda);

        Assert.Equal(["first", "third"], consumer.Taken.Select(taken => taken.Event.Message));
        var letter = Assert.Single(_deadLetters.Letters);
        Assert.Equal("Part 2 of 3: No.", letter.Reason);
        Assert.Equal(record, letter.Payload.ToArray());
    }

    [Theory]
    [InlineData("{}", "The record is JSON, and not a LogsMessage.")]
    [InlineData("""{"messageType":"OTHER"}""", "The record's \"messageType\" is \"OTHER\"; allowed is DATA_MESSAGE or CONTROL_MESSAGE.")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":[null]}""", "The record has a log event without an \"id\" or a \"message\".")]
    [InlineData("text", "The record is not JSON (line 1, byte 2).")]
    public async Task What_is_no_payload_of_a_subscription_is_set_aside(string payload, string reason)
    {
        await new Logs(_deadLetters).HandleAsync(Events.Of(Packed.Gzip(payload)), _lambda);

        Assert.Equal(reason, Assert.Single(_deadLetters.Letters).Reason);
    }

    [Fact]
    public async Task A_transform_makes_lines_of_a_record_s_events_and_drops_control_messages()
    {
        var answer = await new Lines().HandleAsync(
            new FirehoseEvent
            {
                Records =
                [
                    new() { RecordId = "r0", Data = Packed.Gzip(Data) },
                    new() { RecordId = "r1", Data = Packed.Gzip(Control) },
                    new() { RecordId = "r2", Data = Packed.Gzip(Data.Replace("\"second\"", "\"fail\"", StringComparison.Ordinal)) },
                    new() { RecordId = "r3", Data = Packed.Gzip(Data.Replace("\"second\"", "\"other\"", StringComparison.Ordinal)) },
                    new() { RecordId = "r4", Data = Packed.Gzip(Data)[..^9] },
                ],
            },
            _lambda);

        Assert.Equal(["Ok", "Dropped", "ProcessingFailed", "ProcessingFailed", "ProcessingFailed"], answer.Records.Select(record => record.Result));
        Assert.Equal("first\nthird\n", Encoding.UTF8.GetString(Convert.FromBase64String(answer.Records[0].Base64EncodedData)));
        Assert.Equal("trail", answer.Records[0].Metadata.PartitionKeys["kind"]);
    }

    private sealed class Logs(IDeadLetterDestination deadLetters) : CloudWatchLogsConsumer(deadLetters, ScriptedConsumer.Quick)
    {
        public Func<string, bool> OnEvent { get; init; } = _ => true;

        public int Tried { get; private set; }

        public List<(LogEvent Event, LogsMessage Message, string Key)> Taken { get; } = [];

        protected override Task ProcessAsync(
            LogEvent logEvent, LogsMessage message, StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
        {
            Tried++;
            if (OnEvent(logEvent.Message))
            {
                Taken.Add((logEvent, message, record.IdempotencyKey));
            }

            return Task.CompletedTask;
        }
    }

    private sealed class Lines() : CloudWatchLogsTransform(new FirehoseTransformOptions { Output = Stream.Null })
    {
        protected override ValueTask<FirehoseResult> TransformAsync(
            LogEvent logEvent, LogsMessage message, FirehoseEventRecord record, CancellationToken cancellationToken) => ValueTask.FromResult(logEvent.Message switch
            {
                "second" => FirehoseResult.Dropped,
                "fail" => FirehoseResult.Failed("Odd."),
                var text => FirehoseResult.Ok(Encoding.UTF8.GetBytes($"{text}\n"), new Dictionary<string, string> { ["kind"] = text == "other" ? "other" : "trail" }),
            });
    }
}
