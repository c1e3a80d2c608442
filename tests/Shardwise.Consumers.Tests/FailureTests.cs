using System.Net;
using System.Net.Sockets;
using System.Text;
using Amazon.Lambda.KinesisEvents;
using Amazon.Runtime;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

public class FailureTests
{
    private readonly RecordingDeadLetters _deadLetters = new();
    private readonly FakeLambdaContext _lambda = new();

    [Fact]
    public async Task A_rejected_record_goes_to_the_dead_letters_at_once_and_the_batch_goes_on()
    {
        var consumer = new ScriptedConsumer(_deadLetters) { OnProcess = Fail("2", new RejectedRecordException("Two is odd.")) };

        var answer = await consumer.HandleAsync(Events.Of(Events.Aggregate("1", "2", "3"), Events.Plain("4")), _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(["1", "2", "3", "4"], consumer.Tried);
        Assert.Equal(["1", "3", "4"], consumer.Flushed);
        var letter = Assert.Single(_deadLetters.Letters);
        Assert.Equal(["2"], _deadLetters.Texts);
        Assert.Equal("Two is odd.", letter.Reason);
        Assert.Equal("key-2", letter.PartitionKey);
        Assert.Equal(Events.Sequence(0), letter.Position.SequenceNumber);
        Assert.Equal(1, letter.SubSequenceNumber);
        Assert.Equal(1, letter.Attempts);
    }

    [Fact]
    public async Task A_payload_that_fails_its_checksum_goes_to_the_dead_letters_whole()
    {
        var damaged = Events.Damaged("2", "3");
        var consumer = new ScriptedConsumer(_deadLetters);

        var answer = await consumer.HandleAsync(Events.Of(Events.Plain("1"), damaged, Events.Plain("4")), _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(["1", "4"], consumer.Flushed);
        var letter = Assert.Single(_deadLetters.Letters);
        Assert.Equal(damaged, letter.Payload.ToArray());
        Assert.StartsWith("The payload could not be decoded. The aggregated record ends with checksum ", letter.Reason);
        Assert.Equal("a", letter.PartitionKey);
        Assert.Equal(Events.Sequence(1), letter.Position.SequenceNumber);
        Assert.Equal(0, letter.SubSequenceNumber);
        Assert.Equal(0, letter.Attempts);
    }

    [Fact]
    public async Task A_payload_that_fails_its_checksum_is_handed_over_whole_where_that_is_wanted()
    {
        var damaged = Events.Damaged("2", "3");
        var consumer = new ScriptedConsumer(_deadLetters, new() { UnreadablePayloads = UnreadablePayloadHandling.PassThrough });

        var answer = await consumer.HandleAsync(Events.Of(Events.Plain("1"), damaged, Events.Plain("4")), _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(["1", Encoding.UTF8.GetString(damaged), "4"], consumer.Flushed);
        Assert.Empty(_deadLetters.Letters);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_batch_stops_at_a_payload_that_fails_its_checksum_where_that_is_wanted(int maxParallelism)
    {
        using var output = new MemoryStream();
        var options = new ConsumerOptions { UnreadablePayloads = UnreadablePayloadHandling.Stop, MaxParallelism = maxParallelism, Output = output };
        var consumer = new ScriptedConsumer(_deadLetters, options);

        var answer = await consumer.HandleAsync(
            Events.Of(Events.Plain("1"), Events.Damaged("2", "3"), Events.Plain("4"), Events.Damaged("5", "6")), _lambda);

        Assert.Equal(Events.Sequence(1), Assert.Single(answer.BatchItemFailures).ItemIdentifier);
        Assert.Equal(["1"], consumer.Flushed);
        Assert.Equal(["1"], consumer.Tried);
        Assert.Empty(_deadLetters.Letters);
        Assert.Contains("\"reason\":\"The payload could not be decoded. The aggregated record ends with checksum ", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task A_record_that_works_at_a_later_attempt_is_processed_before_the_next_one()
    {
        var failures = 2;
        var consumer = new ScriptedConsumer(_deadLetters)
        {
            OnProcess = (text, _) => text == "2" && failures-- > 0 ? throw new InvalidOperationException("Not yet.") : Task.CompletedTask,
        };

        var answer = await consumer.HandleAsync(Events.Of(Events.Aggregate("1", "2", "3")), _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(["1", "2", "2", "2", "3"], consumer.Tried);
        Assert.Equal(["1", "2", "3"], consumer.Flushed);
        Assert.Empty(_deadLetters.Letters);
    }

    [Fact]
    public async Task A_record_that_keeps_failing_goes_to_the_dead_letters_after_its_attempts()
    {
        var consumer = new ScriptedConsumer(_deadLetters) { OnProcess = Fail("2", new InvalidOperationException("Broken.")) };

        var answer = await consumer.HandleAsync(Events.Of(Events.Aggregate("1", "2", "3")), _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(["1", "2", "2", "2", "3"], consumer.Tried);
        var letter = Assert.Single(_deadLetters.Letters);
        Assert.Equal("InvalidOperationException: Broken.", letter.Reason);
        Assert.Equal(3, letter.Attempts);
    }

    [Fact]
    public async Task Once_the_time_for_retries_is_spent_a_failing_record_gets_one_attempt()
    {
        var options = ScriptedConsumer.Quick with { RetryTime = TimeSpan.Zero };
        var consumer = new ScriptedConsumer(_deadLetters, options) { OnProcess = (_, _) => throw new InvalidOperationException("Broken.") };

        var answer = await consumer.HandleAsync(Events.Of(Events.Aggregate("1", "2", "3")), _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(["1", "2", "3"], consumer.Tried);
        Assert.All(_deadLetters.Letters, letter => Assert.Equal(1, letter.Attempts));
        Assert.Equal(["1", "2", "3"], _deadLetters.Texts);
    }

    [Fact]
    public async Task A_dependency_that_stays_down_stops_the_batch_and_sets_nothing_aside()
    {
        var consumer = new ScriptedConsumer(_deadLetters)
        {
            OnProcess = (text, _) => text switch
            {
                "4" => throw new RejectedRecordException("Four."),
                "5" => throw new DependencyUnavailableException("The table is down."),
                _ => Task.CompletedTask,
            },
        };

        var answer = await consumer.HandleAsync(
            Events.Of(Events.Aggregate("1", "2"), Events.Aggregate("3", "4", "5", "6"), Events.Plain("7")), _lambda);

        Assert.Equal(["1", "2", "3", "4", "5", "5", "5"], consumer.Tried);
        Assert.Equal(Events.Sequence(1), FailedAt(answer));
        Assert.Equal(["1", "2"], consumer.Flushed);
        Assert.Empty(_deadLetters.Letters);
    }

    public static TheoryData<Exception> TroubleOfDependencies =>
    [
        new DependencyUnavailableException("Down."),
        new AmazonServiceException("Slow down.", ErrorType.Receiver, "SlowDown", "request", HttpStatusCode.ServiceUnavailable),
        new AmazonClientException("No credentials."),
        new HttpRequestException("No route."),
        new SocketException(),
        new IOException("Broken pipe."),
        new TimeoutException("Too slow."),
        new TaskCanceledException("Too slow."),
    ];

    [Theory]
    [MemberData(nameof(TroubleOfDependencies))]
    public async Task What_clients_of_services_throw_is_a_dependency_s_trouble(Exception trouble)
    {
        var consumer = new ScriptedConsumer(_deadLetters) { OnProcess = Fail("2", trouble) };

        var answer = await consumer.HandleAsync(Events.Of(Events.Plain("1"), Events.Plain("2")), _lambda);

        Assert.Equal(Events.Sequence(1), FailedAt(answer));
        Assert.Empty(_deadLetters.Letters);
    }

    public static TheoryData<Exception, FailureCause, string> Wrapped => new()
    {
        {
            new InvalidOperationException("Save.", new InvalidOperationException("Unit of work.", new TimeoutException("Too slow."))),
            FailureCause.Dependency,
            "InvalidOperationException: Save. Within it: TimeoutException: Too slow."
        },
        {
            new AggregateException(new FormatException("No date."), new HttpRequestException("Gone.", null, HttpStatusCode.Gone), new IOException("Broken pipe.")),
            FailureCause.Dependency,
            "AggregateException: One or more errors occurred. (No date.) (Gone.) (Broken pipe.) Within it: IOException: Broken pipe."
        },
        { new AggregateException(new FormatException("No date.")), FailureCause.Record, "FormatException: No date." },
        { new InvalidOperationException("Parse.", new EndOfStreamException("Short.")), FailureCause.Record, "InvalidOperationException: Parse. Within it: EndOfStreamException: Short." },
        { new RejectedRecordException("Refused.", new SocketException()), FailureCause.Record, "Refused." },
        { new DependencyUnavailableException("Down.", new HttpRequestException("No.", null, HttpStatusCode.BadRequest)), FailureCause.Dependency, "Down." },
        { new AggregateException(), FailureCause.Record, "AggregateException: One or more errors occurred." },
    };

    [Theory]
    [MemberData(nameof(Wrapped))]
    public async Task What_is_inside_an_exception_decides_and_is_told(Exception trouble, FailureCause cause, string reason)
    {
        using var output = new MemoryStream();
        var consumer = new ScriptedConsumer(_deadLetters, ScriptedConsumer.Quick with { Output = output }) { OnProcess = Fail("2", trouble) };

        var answer = await consumer.HandleAsync(Events.Of(Events.Plain("1"), Events.Plain("2")), _lambda);

        Assert.Equal(cause == FailureCause.Dependency ? 1 : 0, answer.BatchItemFailures.Count);
        Assert.Equal(cause == FailureCause.Dependency ? [] : [reason], _deadLetters.Letters.Select(letter => letter.Reason));
        Assert.Contains(reason, Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_user_s_code_may_say_whose_trouble_a_failure_is()
    {
        var consumer = new ScriptedConsumer(_deadLetters)
        {
            OnProcess = Fail("2", new InvalidOperationException("The licence server is down.")),
            OnCause = _ => FailureCause.Dependency,
        };

        var answer = await consumer.HandleAsync(Events.Of(Events.Plain("1"), Events.Plain("2")), _lambda);

        Assert.Equal(Events.Sequence(1), FailedAt(answer));
    }

    [Fact]
    public async Task A_failed_flush_has_the_whole_batch_delivered_again()
    {
        var consumer = new ScriptedConsumer(_deadLetters) { OnFlush = (_, _) => throw new IOException("Disk full.") };

        var answer = await consumer.HandleAsync(Events.Of(Events.Plain("1"), Events.Plain("2")), _lambda);

        Assert.Equal(Events.Sequence(0), FailedAt(answer));
    }

    [Fact]
    public async Task Dead_letters_that_are_not_taken_have_the_batch_delivered_again_from_the_first_of_them()
    {
        _deadLetters.OnWrite = _ => throw new DependencyUnavailableException("S3 is down.");
        RecordPosition? stoppedAt = null;
        var consumer = new ScriptedConsumer(_deadLetters)
        {
            OnProcess = Fail("3", new RejectedRecordException("Three.")),
            OnFlush = (context, _) => stoppedAt = context.StoppedAt,
        };

        var answer = await consumer.HandleAsync(
            Events.Of(Events.Aggregate("1", "2"), Events.Aggregate("3", "4"), Events.Plain("5")), _lambda);

        Assert.Equal(Events.Sequence(1), FailedAt(answer));
        Assert.Equal(Events.Sequence(1), stoppedAt?.SequenceNumber);
        Assert.Equal(["1", "2"], consumer.Flushed);
    }

    [Fact]
    public async Task Many_dead_letters_are_written_part_by_part_so_that_a_failure_keeps_those_before_it()
    {
        _deadLetters.OnWrite = _ =>
        {
            if (_deadLetters.Calls.Count == 2)
            {
                throw new IOException("Down.");
            }
        };
        var consumer = new ScriptedConsumer(_deadLetters) { OnProcess = (_, _) => throw new RejectedRecordException("No.") };
        var payloads = Enumerable.Range(0, 300).Select(number => Events.Plain($"{number}")).ToArray();

        var answer = await consumer.HandleAsync(Events.Of(payloads), _lambda);

        Assert.Equal([256, 44], _deadLetters.Calls);
        Assert.Equal(Events.Sequence(256), FailedAt(answer));
    }

    private static Func<string, CancellationToken, Task> Fail(string which, Exception failure) =>
        (text, _) => text == which ? throw failure : Task.CompletedTask;

    private static string FailedAt(StreamsEventResponse answer) => Assert.Single(answer.BatchItemFailures).ItemIdentifier;
}
