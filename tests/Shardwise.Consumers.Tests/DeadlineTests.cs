using System.Text;
using Amazon.Lambda.KinesisEvents;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

public class DeadlineTests
{
    private readonly RecordingDeadLetters _deadLetters = new();
    private readonly ManualTime _time = new();
    private readonly FakeLambdaContext _lambda = new() { RemainingTime = TimeSpan.FromSeconds(60) };

    [Fact]
    public async Task What_is_not_begun_before_the_time_to_finish_is_left_to_the_next_invocation()
    {
        var consumer = Consumer();
        consumer.OnProcess = (text, _) => Spend(text == "3", seconds: 50);

        var answer = await consumer.HandleAsync(Events.Of(Events.Aggregate("1", "2"), Events.Aggregate("3", "4"), Events.Plain("5")), _lambda);

        Assert.Equal(["1", "2", "3"], consumer.Tried);
        Assert.Equal(["1", "2"], consumer.Flushed);
        Assert.Equal(Events.Sequence(1), FailedAt(answer));
    }

    [Fact]
    public async Task A_batch_that_ends_before_the_time_to_finish_is_done()
    {
        var consumer = Consumer();
        consumer.OnProcess = (text, _) => Spend(text == "3", seconds: 49);

        var answer = await consumer.HandleAsync(Events.Of(Events.Aggregate("1", "2", "3", "4")), _lambda);

        Assert.Equal(["1", "2", "3", "4"], consumer.Flushed);
        Assert.Empty(answer.BatchItemFailures);
    }

    [Fact]
    public async Task A_record_in_work_is_cancelled_when_time_runs_short_and_comes_again()
    {
        var consumer = Consumer();
        consumer.OnProcess = async (text, cancellationToken) =>
        {
            if (text == "2")
            {
                await Spend(true, seconds: 50);
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        };

        var answer = await consumer.HandleAsync(Events.Of(Events.Plain("1"), Events.Plain("2")), _lambda);

        Assert.Equal(["1", "2"], consumer.Tried);
        Assert.Equal(["1"], consumer.Flushed);
        Assert.Equal(Events.Sequence(1), FailedAt(answer));
        Assert.Empty(_deadLetters.Letters);
    }

    [Fact]
    public async Task A_wait_between_attempts_ends_when_time_runs_short()
    {
        var consumer = Consumer(ScriptedConsumer.Quick with { RetryDelay = TimeSpan.FromSeconds(10) });
        consumer.OnProcess = (_, _) => throw new InvalidOperationException("Broken.");

        var handling = consumer.HandleAsync(Events.Of(Events.Plain("1")), _lambda);
        Assert.False(handling.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(50));

        Assert.Equal(Events.Sequence(0), FailedAt(await handling));
        Assert.Equal(["1"], consumer.Tried);
        Assert.Empty(_deadLetters.Letters);
    }

    [Fact]
    public async Task The_time_to_finish_is_never_more_than_half_of_the_invocation()
    {
        _lambda.RemainingTime = TimeSpan.FromSeconds(3);
        var consumer = Consumer();
        consumer.OnProcess = (_, _) => Spend(true, seconds: 1);

        var answer = await consumer.HandleAsync(Events.Of(Events.Plain("1"), Events.Plain("2"), Events.Plain("3")), _lambda);

        Assert.Equal(["1", "2"], consumer.Flushed);
        Assert.Equal(Events.Sequence(2), FailedAt(answer));
    }

    [Fact]
    public async Task The_flush_is_cancelled_a_second_before_the_end()
    {
        var consumer = Consumer();
        consumer.OnFlush = (_, cancellationToken) =>
        {
            _time.Advance(TimeSpan.FromSeconds(58));
            Assert.False(cancellationToken.IsCancellationRequested);
            _time.Advance(TimeSpan.FromSeconds(1));
            cancellationToken.ThrowIfCancellationRequested();
        };

        var answer = await consumer.HandleAsync(Events.Of(Events.Plain("1"), Events.Plain("2")), _lambda);

        Assert.Equal(Events.Sequence(0), FailedAt(answer));
    }

    [Fact]
    public async Task Without_any_time_nothing_is_begun_and_the_log_says_where_that_may_come_from()
    {
        _lambda.RemainingTime = TimeSpan.Zero;
        using var output = new MemoryStream();
        var consumer = Consumer(ScriptedConsumer.Quick with { Output = output });

        var answer = await consumer.HandleAsync(Events.Of(Events.Plain("1")), _lambda);

        Assert.Empty(consumer.Tried);
        Assert.Contains(
            "\"reason\":\"The invocation had no time from the start: its ILambdaContext.RemainingTime is 00:00:00. A test sets it, for a TestLambdaContext has 0.\"",
            Encoding.UTF8.GetString(output.ToArray()),
            StringComparison.Ordinal);
        Assert.Equal(Events.Sequence(0), FailedAt(answer));
    }

    private ScriptedConsumer Consumer(ConsumerOptions? options = null) =>
        new(_deadLetters, (options ?? ScriptedConsumer.Quick) with { TimeProvider = _time });

    private Task Spend(bool now, int seconds)
    {
        _time.Advance(now ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero);
        return Task.CompletedTask;
    }

    private static string FailedAt(StreamsEventResponse answer) => Assert.Single(answer.BatchItemFailures).ItemIdentifier;
}
