using System.Globalization;
using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Shardwise.Cli.Redrive;
using Shardwise.Consumers;

namespace Shardwise.Cli.Tests.Redrive;

public sealed class RedriveThroughFunctionTests : IDisposable
{
    private const string Arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks";

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task A_function_is_handed_the_letters_of_a_shard_in_order_as_one_event_and_they_are_deleted()
    {
        await using var lambda = new FunctionEndpoint(_ => Task.FromResult(FunctionReply.Ok("null")));
        foreach (var sub in Enumerable.Range(0, 12))
            Letter($"shardId-000000000000/4711-{sub}.json", sub: sub, key: $"user-{sub}", payload: $"{sub}");

        Assert.Equal(ExitCode.Success, await RunAsync(lambda));

        Assert.Equal("12 found: 12 put through orders and deleted", Output);
        Assert.Equal("/2015-03-31/functions/orders/invocations", Assert.Single(lambda.Paths));
        var records = Assert.Single(Events(lambda)).Records;
        Assert.Equal(
            Enumerable.Range(0, 12).Select(sub => ($"user-{sub}", $"{sub}")),
            records.Select(record => (record.Kinesis.PartitionKey, Encoding.UTF8.GetString(record.Kinesis.Data.ToArray()))));
        Assert.All(records, record => Assert.Equal(
            (Arn, "aws:kinesis", "eu-west-1", new DateTime(2026, 11, 20, 11, 5, 0, 250, DateTimeKind.Utc)),
            (record.EventSourceARN, record.EventSource, record.AwsRegion, record.Kinesis.ApproximateArrivalTimestamp)));
        Assert.Equal(("shardId-000000000000:47110000011", "47110000011"), (records[11].EventId, records[11].Kinesis.SequenceNumber));
        Assert.Empty(Left());
    }

    [Fact]
    public async Task An_event_is_of_one_shard_and_no_larger_than_Lambda_takes()
    {
        await using var lambda = new FunctionEndpoint(_ => Task.FromResult(FunctionReply.Ok("{}")));
        foreach (var number in Enumerable.Range(0, 7))
            Letter($"shardId-000000000000/{4710 + number}-0.json", sequence: $"{4710 + number}", payload: new string('x', 1_000_000));
        Letter("shardId-000000000001/4711-0.json", shard: "shardId-000000000001");
        Letter("shardId-000000000001/4712-0.json", shard: "shardId-000000000001", sequence: "4712", payload: new string('x', 4_800_000));

        Assert.Equal(ExitCode.Failure, await RunAsync(lambda));

        Assert.Equal("9 found: 8 put through orders and deleted, 1 not put", Output);
        Assert.Equal([4, 3, 1], Events(lambda).Select(handed => handed.Records.Count));
        Assert.All(lambda.Events, handed => Assert.InRange(handed.Length, 1, 6 * 1024 * 1024));
        Assert.EndsWith(
            $"4712-0.json was not put: an event of it alone takes 6,401,466 B; Lambda takes 6,291,456{Environment.NewLine}",
            _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_consumer_names_as_failed_stays_with_all_after_it()
    {
        var consumer = new BrokenAt("3");
        await using var lambda = new FunctionEndpoint(consumer.InvokeAsync);
        foreach (var sub in Enumerable.Range(0, 6))
            Letter($"4711-{sub}.json", sub: sub, payload: $"{sub}");

        Assert.Equal(ExitCode.Failure, await RunAsync(lambda));

        Assert.Equal(["0", "1", "2"], consumer.Done);
        Assert.Equal("6 found: 3 put through orders and deleted, 3 not put", Output);
        Assert.Equal(["4711-3.json", "4711-4.json", "4711-5.json"], Left());
        Assert.StartsWith(
            $"{Path.Combine(_folder.Path, "4711-3.json")} was not put: orders has not done it, or one before it; its log tells why",
            _error.ToString(), StringComparison.Ordinal);

        consumer.Broken = "";
        Assert.Equal(ExitCode.Success, await RunAsync(lambda));

        Assert.Equal(["0", "1", "2", "3", "4", "5"], consumer.Done);
        Assert.Equal(6, consumer.Keys.Distinct().Count());
        Assert.Empty(Left());
    }

    [Theory]
    [InlineData("""{"errorType":"Boom","errorMessage":"It broke."}""", true, "orders failed with Boom: It broke.")]
    [InlineData("not JSON", true, "orders failed with an error that is not JSON")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"47110000009"}]}""", false, "orders gave an answer that names no record of its batch, so that none of it counts as done")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""", false, "orders gave an answer that names no record of its batch, so that none of it counts as done")]
    [InlineData("\"done\"", false, "orders gave an answer that names no record of its batch, so that none of it counts as done")]
    public async Task A_batch_that_fails_as_a_whole_stays_whole(string answer, bool failed, string problem)
    {
        await using var lambda = new FunctionEndpoint(_ => Task.FromResult(failed ? FunctionReply.Failed(answer) : FunctionReply.Ok(answer)));
        Letter("4711-0.json");
        Letter("4711-1.json", sub: 1);

        Assert.Equal(ExitCode.Failure, await RunAsync(lambda));

        Assert.Equal("2 found: 0 put through orders and deleted, 2 not put", Output);
        Assert.Equal(["4711-0.json", "4711-1.json"], Left());
        Assert.StartsWith(
            $"{Path.Combine(_folder.Path, "4711-0.json")} was not put: {problem}{Environment.NewLine}", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_invokes_nothing()
    {
        await using var lambda = new FunctionEndpoint(_ => Task.FromResult(FunctionReply.Ok("")));
        Letter("4711-0.json");

        Assert.Equal(ExitCode.Success, await RunAsync(lambda, settings => settings with { DryRun = true }));

        Assert.Equal("1 found: 1 would be put through orders; nothing was changed", Output);
        Assert.Empty(lambda.Paths);
        Assert.Single(Left());
    }

    [Fact]
    public async Task Marked_letters_are_kept_under_their_other_name()
    {
        await using var lambda = new FunctionEndpoint(_ => Task.FromResult(FunctionReply.Ok("")));
        Letter("4711-0.json");

        Assert.Equal(ExitCode.Success, await RunAsync(lambda, settings => settings with { Mark = true }));

        Assert.Equal("1 found: 1 put through orders and marked", Output);
        Assert.Equal(["4711-0.json.redriven"], Left());
    }

    [Theory]
    [InlineData(404, "ResourceNotFoundException", "there is no function orders in this account and region")]
    [InlineData(403, "AccessDeniedException", "these credentials do not allow to invoke orders; that needs lambda:InvokeFunction (AccessDeniedException: No.)")]
    [InlineData(400, "InvalidParameterValueException", "invoking orders was answered with InvalidParameterValueException: No.")]
    public async Task A_function_that_cannot_be_invoked_is_one_line_and_loses_nothing(int status, string code, string message)
    {
        await using var lambda = new FunctionEndpoint(_ => Task.FromResult(FunctionReply.Refused(status, code)));
        Letter("4711-0.json");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(lambda));

        Assert.Equal(message, failure.Message);
        Assert.Single(Left());
    }

    [Fact]
    public async Task A_stream_and_a_function_do_not_go_together()
    {
        await using var lambda = new FunctionEndpoint(_ => Task.FromResult(FunctionReply.Ok("")));

        var failure = await Assert.ThrowsAsync<InputException>(() => RunAsync(lambda, settings => settings with { To = "clicks" }));

        Assert.Equal("--to and --function were both given: the letters go into a stream, or through a function", failure.Message);
    }

    [Fact]
    public async Task A_letter_that_does_not_tell_its_place_stays()
    {
        await using var lambda = new FunctionEndpoint(_ => Task.FromResult(FunctionReply.Ok("")));
        var path = _folder.Write("4711-0.json", $$"""{"streamArn":"{{Arn}}","partitionKey":"u","payloadBase64":""}""");

        Assert.Equal(ExitCode.Failure, await RunAsync(lambda));

        Assert.Equal("1 found: 0 put through orders and deleted, 1 not put", Output);
        Assert.Equal(
            $"{path} was not put: it does not tell its shardId, sequenceNumber, subSequenceNumber and approximateArrival, which a function is told{Environment.NewLine}",
            _error.ToString());
        Assert.Empty(lambda.Paths);
    }

    private string Output => _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)[^1];

    private Task<int> RunAsync(FunctionEndpoint lambda, Func<RedriveSettings, RedriveSettings>? with = null)
    {
        var settings = new RedriveSettings { Source = _folder.Path, Function = "orders", Endpoint = lambda.Address };
        return RedriveCommand.RunAsync(with is null ? settings : with(settings), _output, _error, CancellationToken.None);
    }

    private static IEnumerable<KinesisEvent> Events(FunctionEndpoint lambda) =>
        lambda.Events.Select(handed => new KinesisEventSerializer().Deserialize<KinesisEvent>(new MemoryStream(handed)));

    private IEnumerable<string?> Left() => Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order();

    private void Letter(string name, string shard = "shardId-000000000000", string sequence = "4711", int sub = 0, string key = "u", string payload = "1")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder.Path, name))!);
        _folder.Write(name, $$"""
            {"streamArn":"{{Arn}}","shardId":"{{shard}}","sequenceNumber":"{{sequence}}","subSequenceNumber":{{sub.ToString(CultureInfo.InvariantCulture)}},
             "partitionKey":"{{key}}","approximateArrival":"2026-11-20T11:05:00.250Z","attempts":3,"reason":"Broken.",
             "payloadBase64":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(payload))}}"}
            """);
    }

    /// <summary>A consumer of Shardwise.Consumers in which one record finds its dependency down.</summary>
    private sealed class BrokenAt(string record) : StreamConsumer(new NoLetters(), new ConsumerOptions { MaxAttempts = 1, Output = Stream.Null })
    {
        private readonly KinesisEventSerializer _serializer = new();

        public string Broken { get; set; } = record;

        public List<string> Done { get; } = [];

        public List<string> Keys { get; } = [];

        public async Task<FunctionReply> InvokeAsync(byte[] payload)
        {
            var answer = await HandleAsync(_serializer.Deserialize<KinesisEvent>(new MemoryStream(payload)), new Invocation());
            using var json = new MemoryStream();
            _serializer.Serialize(answer, json);
            return FunctionReply.Ok(Encoding.UTF8.GetString(json.ToArray()));
        }

        protected override Task ProcessAsync(StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
        {
            var text = Encoding.UTF8.GetString(record.Data.Span);
            if (text == Broken)
                throw new DependencyUnavailableException("The table is down.");
            Done.Add(text);
            Keys.Add(record.IdempotencyKey);
            return Task.CompletedTask;
        }
    }

    private sealed class NoLetters : IDeadLetterDestination
    {
        public Task WriteAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("No record of these tests is bad.");
    }

    private sealed class Invocation : ILambdaContext
    {
        public TimeSpan RemainingTime => TimeSpan.FromMinutes(1);

        public string AwsRequestId => "request";

        public string FunctionName => "orders";

        public string FunctionVersion => "$LATEST";

        public string InvokedFunctionArn => "arn:aws:lambda:eu-west-1:123456789012:function:orders";

        public string LogGroupName => "";

        public string LogStreamName => "";

        public int MemoryLimitInMB => 512;

        public IClientContext ClientContext => throw new NotSupportedException();

        public ICognitoIdentity Identity => throw new NotSupportedException();

        public ILambdaLogger Logger => throw new NotSupportedException();
    }
}
