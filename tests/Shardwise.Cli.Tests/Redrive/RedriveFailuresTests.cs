using System.Text;
using System.Text.Json;
using Shardwise.Cli.Redrive;
using Shardwise.Kpl;

namespace Shardwise.Cli.Tests.Redrive;

/// <summary>Batches that Lambda gave up: its messages in a queue or a file, and its objects in a folder.</summary>
public sealed class RedriveFailuresTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly FailedStream _stream = new();

    public Task InitializeAsync()
    {
        for (var place = 0; place < 20; place++)
            _stream.Records.Add((place == 3 ? null : $"user-{place}", Encoding.UTF8.GetBytes($"{place}")));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
        await _stream.DisposeAsync();
    }

    [Fact]
    public async Task Records_of_failed_batches_are_fetched_and_handed_to_the_function_and_each_message_is_deleted()
    {
        _stream.Queue.AddRange([FailedStream.Message(2, 6), FailedStream.Message(10, 10)]);

        Assert.Equal(ExitCode.Success, await RunAsync(Queue with { Function = "orders" }));

        Assert.Equal("2 failure messages found: 2 through and deleted, 6 records put through orders", Output);
        Assert.Equal([Places(2, 6), Places(10, 10)], _stream.Events);
        Assert.Equal((2, 0), (_stream.Deleted.Count, _stream.Queue.Count));
        var handed = _stream.Aws.Calls.First(call => call.Operation.StartsWith("/2015", StringComparison.Ordinal)).Body.GetProperty("Records");
        Assert.Equal(
            ("aws:kinesis", $"{FailedStream.Shard}:97", FailedStream.Arn, "user-2", "Mg==", 1795172700.25),
            (handed[0].GetProperty("eventSource").GetString(), handed[0].GetProperty("eventID").GetString(), handed[0].GetProperty("eventSourceARN").GetString(),
             handed[0].GetProperty("kinesis").GetProperty("partitionKey").GetString(), handed[0].GetProperty("kinesis").GetProperty("data").GetString(),
             handed[0].GetProperty("kinesis").GetProperty("approximateArrivalTimestamp").GetDouble()));
        Assert.Equal(JsonValueKind.Null, handed[1].GetProperty("kinesis").GetProperty("partitionKey").ValueKind);
    }

    [Fact]
    public async Task A_batch_that_the_function_fails_on_again_stays_and_the_next_one_is_tried()
    {
        _stream.Queue.AddRange([FailedStream.Message(0, 4), FailedStream.Message(5, 6)]);
        _stream.Function = sequences => sequences.Contains(FailedStream.Sequence(2))
            ? AwsReply.Ok(new { batchItemFailures = new[] { new { itemIdentifier = FailedStream.Sequence(2) } } })
            : AwsReply.Ok(new { });

        Assert.Equal(ExitCode.Failure, await RunAsync(Queue with { Function = "orders" }));

        Assert.Equal("2 failure messages found: 1 through and deleted, 4 records put through orders, 1 not through", Output);
        // What is left of it, in the place of all of it.
        Assert.Equal([FailedStream.Message(2, 4)], _stream.Queue);
        Assert.EndsWith(" is kept for what is left of it, from 97 on: orders has not done it, or one before it; its log tells why", Error, StringComparison.Ordinal);
        Assert.Equal([Places(0, 4), Places(5, 6)], _stream.Events);

        _stream.Function = _ => AwsReply.Ok(new { });
        Assert.Equal(ExitCode.Success, await RunAsync(Queue with { Function = "orders" }));
        Assert.Equal([Places(0, 4), Places(5, 6), Places(2, 4)], _stream.Events);
        Assert.Empty(_stream.Queue);
    }

    [Fact]
    public async Task A_queue_that_takes_no_message_keeps_the_whole_one()
    {
        _stream.Queue.Add(FailedStream.Message(0, 4));
        _stream.Function = _ => AwsReply.Ok(new { batchItemFailures = new[] { new { itemIdentifier = FailedStream.Sequence(2) } } });
        _stream.Fault = operation => operation == "SendMessage" ? AwsReply.Error("AccessDeniedException", "No.") : null;

        Assert.Equal(ExitCode.Failure, await RunAsync(Queue with { Function = "orders" }));

        Assert.Equal([FailedStream.Message(0, 4)], _stream.Queue);
        Assert.EndsWith(" is kept: orders has not done it, or one before it; its log tells why", Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_of_a_message_out_of_a_topic_is_Lambdas_own()
    {
        _stream.Queue.Add(JsonSerializer.Serialize(new { Type = "Notification", Message = FailedStream.Message(0, 4) }));
        _stream.Function = _ => AwsReply.Ok(new { batchItemFailures = new[] { new { itemIdentifier = FailedStream.Sequence(3) } } });

        await RunAsync(Queue with { Function = "orders" });

        Assert.Equal([FailedStream.Message(3, 4)], _stream.Queue);
    }

    [Fact]
    public async Task Records_go_back_into_the_stream_out_of_their_aggregates_and_one_without_a_key_without_one()
    {
        var builder = new AggregatedRecordBuilder();
        builder.TryAdd("inner-1", "a"u8.ToArray(), null);
        builder.TryAdd("inner-2", "b"u8.ToArray(), "42");
        _stream.Records[4] = ("outer", builder.Build().Data);
        _stream.Queue.Add(FailedStream.Message(2, 5));

        Assert.Equal(ExitCode.Success, await RunAsync(Queue));

        Assert.Equal("1 failure message found: 1 through and deleted, 5 records put into clicks", Output);
        Assert.Equal(
            [("user-2", "2"), (null, "3"), ("inner-1", "a"), ("inner-2", "b"), ("user-5", "5")],
            _stream.Put.Select(put => (put.Key, Encoding.UTF8.GetString(put.Data))));
    }

    [Theory]
    [InlineData(5, "{0} is kept: 97 to before 100 in shardId-000000000007 of clicks have expired; the 2 records that the stream still has were put", 2)]
    [InlineData(20, "{0} is kept: none of its records is in shardId-000000000007 of clicks any more: 97 to 101 have expired; nothing was put", 0)]
    [InlineData(8, "{0} is kept: none of its records is in shardId-000000000007 of clicks any more: 97 to 101 have expired; nothing was put", 0)]
    public async Task What_has_expired_is_told_by_its_positions_and_its_message_is_kept(int expired, string told, int put)
    {
        _stream.Expired = expired;
        _stream.Queue.Add(FailedStream.Message(2, 6));

        Assert.Equal(ExitCode.Failure, await RunAsync(Queue with { Function = "orders" }));

        Assert.Equal($"1 failure message found: 0 through and deleted, {put} records put through orders, 1 kept with expired records", Output);
        Assert.Equal(told, Error.Replace(Error[..Error.IndexOf(" is kept", StringComparison.Ordinal)], "{0}", StringComparison.Ordinal));
        Assert.Equal([FailedStream.Message(2, 6)], _stream.Queue);
    }

    [Fact]
    public async Task A_shard_that_is_no_more_is_told_too()
    {
        _stream.Queue.Add(FailedStream.Message(2, 6, shard: "shardId-000000000001"));

        Assert.Equal(ExitCode.Failure, await RunAsync(Queue with { Function = "orders" }));

        Assert.EndsWith(" is kept: none of its records is in shardId-000000000001 of clicks any more: 97 to 101 have expired; nothing was put", Error, StringComparison.Ordinal);
        Assert.Single(_stream.Queue);
    }

    [Fact]
    public async Task A_dry_run_reads_and_counts_and_leaves_every_message_where_it_was()
    {
        _stream.Expired = 11;
        _stream.Queue.AddRange([FailedStream.Message(2, 6), FailedStream.Message(12, 14), "no message"]);

        Assert.Equal(ExitCode.Failure, await RunAsync(Queue with { Function = "orders", DryRun = true }));

        Assert.Equal("3 failure messages found: 1 would be through, 3 records put through orders, 1 kept with expired records, 1 no failure messages; nothing was changed", Output);
        Assert.Equal((3, 0), (_stream.Queue.Count, _stream.Deleted.Count));
        Assert.Empty(_stream.Events);
    }

    [Fact]
    public async Task A_dry_run_of_a_queue_counts_as_the_run_that_puts_also_a_batch_that_is_there_twice()
    {
        string[] messages = [FailedStream.Message(2, 3), " " + FailedStream.Message(2, 3), FailedStream.Message(4, 4), "{}"];
        _stream.Queue.AddRange(messages);

        Assert.Equal(ExitCode.Failure, await RunAsync(Queue with { DryRun = true }));

        Assert.Equal("4 failure messages found: 2 would be through, 3 records put into clicks, 1 through before, 1 no failure messages; nothing was changed", Output);
        Assert.Equal(messages.Order(), _stream.Queue.Order());
        Assert.Equal((0, 0), (_stream.Deleted.Count, _stream.Put.Count));

        _output.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Failure, await RunAsync(Queue));

        Assert.Equal("4 failure messages found: 2 through and deleted, 3 records put into clicks, 1 through before, 1 no failure messages", Output);
        Assert.Equal(["{}"], _stream.Queue);
        Assert.Equal((3, 3), (_stream.Deleted.Count, _stream.Put.Count));
    }

    [Fact]
    public async Task A_limit_ends_it_and_the_same_batch_twice_is_put_once()
    {
        _stream.Queue.AddRange([FailedStream.Message(2, 3), " " + FailedStream.Message(2, 3), FailedStream.Message(4, 4)]);

        Assert.Equal(ExitCode.Success, await RunAsync(Queue with { Function = "orders", Limit = 2 }));

        Assert.Equal("2 failure messages found: 1 through and deleted, 2 records put through orders, 1 through before", Output);
        Assert.Equal([FailedStream.Message(4, 4)], _stream.Queue);
        Assert.Equal(2, _stream.Deleted.Count);
    }

    [Fact]
    public async Task Throttled_reads_and_an_iterator_that_expires_in_between_lose_nothing()
    {
        var (reads, throttled) = (0, 0);
        _stream.Fault = operation => operation != "GetRecords" ? null
            : ++throttled == 1 ? AwsReply.Error("ProvisionedThroughputExceededException", "Rate exceeded for shard")
            : ++reads == 2 ? AwsReply.Error("ExpiredIteratorException", "Iterator expired.")
            : null;
        // More than the mapping handed over: several reads.
        _stream.Queue.Add(FailedStream.Message(0, 8).Replace("\"batchSize\":9", "\"batchSize\":4", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Success, await RunAsync(Queue with { Function = "orders" }));

        Assert.Equal([Places(0, 3), Places(4, 7), Places(8, 8)], _stream.Events);
        Assert.EndsWith(": shardId-000000000007 has 9 records in this range, of which the function was handed 4: does its mapping filter? All were put", Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_of_messages_is_gone_through_once_and_a_further_run_passes_over_what_is_through(bool asAnswerOfSqs)
    {
        string[] messages = [FailedStream.Message(0, 1), FailedStream.Message(2, 3), FailedStream.Message(4, 5)];
        var path = _folder.Write("failures.json", asAnswerOfSqs
            ? JsonSerializer.Serialize(new { Messages = messages.Select(message => new { MessageId = "m", Body = message }) }, new JsonSerializerOptions { WriteIndented = true })
            : string.Join('\n', messages) + "\n\n");
        var broken = FailedStream.Sequence(2);
        _stream.Function = sequences => sequences.Contains(broken) ? AwsReply.Ok(new { }) with { Headers = new() { ["X-Amz-Function-Error"] = "Unhandled" } } : AwsReply.Ok(new { });
        var settings = new RedriveSettings { Source = path, Function = "orders" };

        Assert.Equal(ExitCode.Failure, await RunAsync(settings));
        broken = "none";
        Assert.Equal(ExitCode.Success, await RunAsync(settings));
        Assert.Equal(ExitCode.Success, await RunAsync(settings));

        Assert.Equal(
            [
                $"3 failure messages found: 2 through and noted in {path}.redriven, 4 records put through orders, 1 not through",
                $"3 failure messages found: 1 through and noted in {path}.redriven, 2 records put through orders, 2 through before",
                $"3 failure messages found: 0 through and noted in {path}.redriven, 0 records put through orders, 3 through before",
            ],
            Output.Split(Environment.NewLine));
        Assert.Equal($"{path}, {(asAnswerOfSqs ? "message" : "line")} 2 is kept: orders failed with an error: no message", Error);
        Assert.Equal(3, File.ReadAllLines(path + ".redriven").Distinct().Count());
    }

    [Fact]
    public async Task A_message_may_come_in_the_envelope_of_a_topic()
    {
        var path = _folder.Write("one.json", JsonSerializer.Serialize(new { Type = "Notification", Message = FailedStream.Message(1, 2) }));

        Assert.Equal(ExitCode.Success, await RunAsync(new RedriveSettings { Source = path, Function = "orders" }));

        Assert.Equal([Places(1, 2)], _stream.Events);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Lambdas_objects_bring_their_records_along(bool asText, bool throughFunction)
    {
        _stream.Expired = 20;
        var name = $"aws/lambda/1e2f/{FailedStream.Shard}/2026/11/20/2026-11-20T11.05.00-{Guid.NewGuid()}";
        _folder.Write(name, FailedStream.Message(0, 2, asText ? JsonSerializer.Serialize(FailedStream.Event(0, 2)) : FailedStream.Event(0, 2)));
        _folder.Write("aws/lambda/notes.txt", "not for us");

        Assert.Equal(ExitCode.Success, await RunAsync(new RedriveSettings { Source = _folder.Path, Function = throughFunction ? "orders" : null }));

        Assert.Equal($"1 failure message found: 1 through and deleted, 3 records put {(throughFunction ? "through orders" : "into clicks")}", Output);
        if (throughFunction)
            Assert.Equal([Places(0, 2)], _stream.Events);
        else
            Assert.Equal([(null, "0"), ("user-1", "1"), ("user-2", "2")], _stream.Put.Select(put => (put.Key, Encoding.UTF8.GetString(put.Data))));
        Assert.Equal(["notes.txt"], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Letters_and_objects_may_lie_together_and_are_marked_if_asked_for()
    {
        _folder.Write($"2026-11-20T11.05.00-{Guid.NewGuid()}", FailedStream.Message(0, 1, FailedStream.Event(0, 1)));
        _folder.Write("saved.json", FailedStream.Message(4, 5));
        _folder.Write("4711-0.json", $$"""{"streamArn":"{{FailedStream.Arn}}","partitionKey":null,"payloadBase64":"MQ=="}""");

        Assert.Equal(ExitCode.Success, await RunAsync(new RedriveSettings { Source = _folder.Path, Mark = true }));

        Assert.Equal(
            ["1 found: 1 put into clicks and marked", "2 failure messages found: 2 through and marked, 4 records put into clicks"], Output.Split(Environment.NewLine));
        Assert.Equal(3, Directory.GetFiles(_folder.Path, "*.redriven").Length);
        Assert.Contains((null, "1"), _stream.Put.Select(put => (put.Key, Encoding.UTF8.GetString(put.Data))));
    }

    [Theory]
    [InlineData("{}", "it has no \"KinesisBatchInfo\", as Lambda's failure messages for a Kinesis stream have")]
    [InlineData("nothing", "it is no JSON")]
    [InlineData("[]", null)]
    [InlineData("", null)]
    [InlineData("\n", null)]
    [InlineData("""{"KinesisBatchInfo":{"streamArn":"clicks"}}""", "its \"streamArn\" names no stream")]
    [InlineData("""{"KinesisBatchInfo":{"streamArn":"arn:aws:kinesis:us-east-1:1:stream/s","startSequenceNumber":"1","endSequenceNumber":"x","shardId":"s"}}""", "its \"endSequenceNumber\" is no sequence number")]
    [InlineData("""{"KinesisBatchInfo":{"streamArn":"arn:aws:kinesis:us-east-1:1:stream/s","startSequenceNumber":"10","endSequenceNumber":"9","shardId":"s"}}""", "its range ends at 9, before it begins at 10")]
    [InlineData("""{"KinesisBatchInfo":{"streamArn":"arn:aws:kinesis:us-east-1:1:stream/s","startSequenceNumber":"1","endSequenceNumber":"2","shardId":"s"},"payload":"{}"}""", "its \"payload\" is not the event of a Kinesis stream")]
    [InlineData("""{"KinesisBatchInfo":{"streamArn":"arn:aws:kinesis:us-east-1:1:stream/s","startSequenceNumber":"1","endSequenceNumber":"2","shardId":"s"},"payload":{"Records":[]}}""", "its \"payload\" has no records")]
    public async Task What_is_no_failure_message_is_left_and_told(string content, string? problem)
    {
        var path = _folder.Write("failures", content);

        Assert.Equal(problem is null ? ExitCode.Success : ExitCode.Failure, await RunAsync(new RedriveSettings { Source = path, Function = "orders" }));

        Assert.EndsWith(problem ?? "", Error, StringComparison.Ordinal);
        Assert.Equal($"{(problem is null ? "0 failure messages" : "1 failure message")} found: 0 through and noted in {path}.redriven, 0 records put through orders{(problem is null ? "" : ", 1 no failure messages")}", Output);
    }

    [Theory]
    [InlineData("com.amazonaws.sqs#QueueDoesNotExist", "there is no queue {0} in us-east-1 for these credentials", false)]
    [InlineData("AWS.SimpleQueueService.NonExistentQueue", "there is no queue {0} in us-east-1 for these credentials", false)]
    [InlineData("AccessDeniedException", "these credentials do not allow to read {0}; redrive needs sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility on the queue (by its ARN sqs:GetQueueUrl too) (AccessDeniedException: No.)", true)]
    [InlineData("InvalidSecurity", "reading {0} was answered with InvalidSecurity: No.", true)]
    public async Task A_queue_that_cannot_be_read_is_one_line(string code, string message, bool isFailure)
    {
        _stream.Fault = _ => AwsReply.Error(code, "No.");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(Queue));

        Assert.Equal(string.Format(null, message, _stream.QueueUrl), failure.Message);
        Assert.Equal(isFailure, failure is FailureException);
    }

    [Fact]
    public async Task A_queue_may_be_named_by_its_ARN()
    {
        _stream.Queue.Add(FailedStream.Message(2, 6));
        _stream.Fault = operation => operation == "GetQueueUrl" ? AwsReply.Ok(new { _stream.QueueUrl }) : null;

        Assert.Equal(ExitCode.Success, await RunAsync(new RedriveSettings { Source = "arn:aws:sqs:us-east-1:123456789012:failures", Function = "orders" }));

        var asked = Assert.Single(_stream.Aws.Of("GetQueueUrl"));
        Assert.Equal(("failures", "123456789012"), (asked.GetProperty("QueueName").GetString(), asked.GetProperty("QueueOwnerAWSAccountId").GetString()));
        Assert.Equal("1 failure message found: 1 through and deleted, 5 records put through orders", Output);
    }

    [Theory]
    [InlineData("arn:aws:sqs:us-east-1::failures")]
    [InlineData("arn:aws:sqs:us-east-1:123456789012:")]
    [InlineData("arn:aws:sqs:us-east-1:123456789012:failures:more")]
    public async Task An_ARN_that_is_no_queues_is_one_line(string arn)
    {
        var failure = await Assert.ThrowsAsync<InputException>(() => RunAsync(new RedriveSettings { Source = arn }));

        Assert.Equal($"SOURCE is \"{arn}\"; arn:aws:sqs:REGION:ACCOUNT:NAME is allowed for a queue", failure.Message);
        Assert.Empty(_stream.Aws.Calls);
    }

    [Fact]
    public async Task Stopped_in_between_it_deletes_no_message_that_is_not_through_and_lets_go_of_all()
    {
        _stream.Queue.AddRange([FailedStream.Message(0, 1), FailedStream.Message(2, 9).Replace("\"batchSize\":8", "\"batchSize\":4", StringComparison.Ordinal), FailedStream.Message(10, 11)]);
        using var stop = new CancellationTokenSource();
        _stream.Function = sequences =>
        {
            if (sequences.Contains(FailedStream.Sequence(2)))
                stop.Cancel();
            return AwsReply.Ok(new { });
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Queue with { Function = "orders" }, stop.Token));

        Assert.Equal("2 failure messages found: 1 through and deleted, 6 records put through orders", Output);
        Assert.Equal([FailedStream.Message(0, 1)], _stream.Deleted);
        Assert.Equal(2, _stream.Queue.Count);
    }

    [Fact]
    public async Task A_message_that_cannot_be_deleted_is_told()
    {
        _stream.Fault = operation => operation == "DeleteMessage" ? AwsReply.Error("AccessDeniedException", "No.") : null;
        _stream.Queue.Add(FailedStream.Message(0, 1));

        Assert.Equal(ExitCode.Failure, await RunAsync(Queue with { Function = "orders" }));

        Assert.Equal("1 failure message found: 0 through and deleted, 2 records put through orders, 1 through, and still there", Output);
        Assert.EndsWith(" is through, and could not be deleted: a further redrive puts it again", Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_is_through_and_cannot_be_deleted_is_told_and_those_after_it_stay()
    {
        string[] paths = [_folder.Write("4711-0.json", Letter("4711")), _folder.Write("4712-0.json", Letter("4712"))];
        _stream.Function = _ =>
        {
            // Somebody put a folder in its place.
            File.Delete(paths[0]);
            Directory.CreateDirectory(paths[0]);
            return AwsReply.Ok(new { });
        };

        Assert.Equal(ExitCode.Failure, await RunAsync(new RedriveSettings { Source = _folder.Path, Function = "orders" }));

        Assert.Equal("2 found: 0 put through orders and deleted, 2 put, and still there", Output);
        Assert.Equal($"{paths[0]} was put, and could not be deleted: a further redrive puts it again", Error);
        Assert.True(File.Exists(paths[1]));
    }

    [Fact]
    public async Task A_letter_without_a_partition_key_is_handed_to_a_function_without_one()
    {
        _folder.Write("4711-0.json", $$"""
            {"streamArn":"{{FailedStream.Arn}}","shardId":"{{FailedStream.Shard}}","sequenceNumber":"4711","subSequenceNumber":0,"partitionKey":null,
             "approximateArrival":"2026-11-20T11:05:00.250Z","payloadBase64":"MQ=="}
            """);

        Assert.Equal(ExitCode.Success, await RunAsync(new RedriveSettings { Source = _folder.Path, Function = "orders" }));

        var record = Assert.Single(_stream.Aws.Calls).Body.GetProperty("Records")[0].GetProperty("kinesis");
        Assert.Equal((JsonValueKind.Null, "47110000000"), (record.GetProperty("partitionKey").ValueKind, record.GetProperty("sequenceNumber").GetString()));
    }

    [Fact]
    public async Task What_does_not_go_together_is_one_line()
    {
        var path = _folder.Write("failures", FailedStream.Message(0, 1));

        Assert.Equal("--limit is 0; 1 or more is allowed", (await Assert.ThrowsAsync<InputException>(() => RunAsync(Queue with { Limit = 0 }))).Message);
        Assert.Equal(
            "--mark goes with letters and objects: a message that is through is deleted from a queue, and noted beside a file",
            (await Assert.ThrowsAsync<InputException>(() => RunAsync(new RedriveSettings { Source = path, Mark = true }))).Message);
    }

    private static string Letter(string sequence) => $$"""
        {"streamArn":"{{FailedStream.Arn}}","shardId":"{{FailedStream.Shard}}","sequenceNumber":"{{sequence}}","subSequenceNumber":0,"partitionKey":"u",
         "approximateArrival":"2026-11-20T11:05:00.250Z","payloadBase64":"MQ=="}
        """;

    private RedriveSettings Queue => new() { Source = _stream.QueueUrl };

    private string Output => _output.ToString().TrimEnd();

    private string Error => _error.ToString().TrimEnd();

    private static IEnumerable<string?> Places(int from, int to) => Enumerable.Range(from, to - from + 1).Select(FailedStream.Sequence);

    private async Task<int> RunAsync(RedriveSettings settings, CancellationToken stop = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        return await RedriveCommand.RunAsync(settings with { Endpoint = _stream.Aws.Address }, _output, _error, patience.Token);
    }
}
