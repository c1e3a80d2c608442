using System.Text;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

/// <summary>A record that outlasts each invocation is set aside after a stated number of deliveries, where a store counts them.</summary>
public class OutlastingRecordTests
{
    private const string Reason = "It outlasted 3 deliveries: the time of each ran short while its first attempt was under way.";

    private readonly RecordingDeadLetters _deadLetters = new();
    private readonly ManualTime _time = new();
    private readonly FakeLambdaContext _lambda = new() { RemainingTime = TimeSpan.FromSeconds(60) };
    private readonly FakeDynamoDb _table = new("shard", "sequence");

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task It_is_set_aside_after_so_many_deliveries_and_the_batch_goes_on(int parallelism)
    {
        var store = new InMemoryProgress();
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            var stopped = await Consumer(store, parallelism).HandleAsync(Events.Of(Events.Aggregate("1", "hangs", "3"), Events.Plain("4")), _lambda);
            Assert.Equal(Events.Sequence(0), Assert.Single(stopped.BatchItemFailures).ItemIdentifier);
            Assert.Empty(_deadLetters.Letters);
        }

        var last = Consumer(store, parallelism);
        var answer = await last.HandleAsync(Events.Of(Events.Aggregate("1", "hangs", "3"), Events.Plain("4")), _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(["hangs"], _deadLetters.Texts);
        Assert.Equal((Reason, 0, 1), (_deadLetters.Letters[0].Reason, _deadLetters.Letters[0].Attempts, _deadLetters.Letters[0].SubSequenceNumber));
        Assert.DoesNotContain("1", last.Tried);
        Assert.Contains("4", last.Tried);
        Assert.Empty(await store.ReadAsync([_deadLetters.Letters[0].Position], default));
    }

    [Fact]
    public async Task It_is_set_aside_across_processes_that_are_killed_with_it()
    {
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            // Blocks its thread, as an endless loop does: the invocation never answers, and Lambda kills the process.
            using var killed = new ManualResetEventSlim();
            using var begun = new ManualResetEventSlim();
            var consumer = Consumer(new DynamoDbProgress(_table.Client(), "progress", "clicks", timeProvider: _time));
            consumer.OnProcess = (text, _) =>
            {
                if (text == "hangs")
                {
                    begun.Set();
                    killed.Wait();
                    throw new OperationCanceledException("The process is gone.");
                }

                return Task.CompletedTask;
            };
            var handling = Task.Run(() => consumer.HandleAsync(Events.Of(Events.Plain("1"), Events.Plain("hangs"), Events.Plain("3")), _lambda));
            begun.Wait();
            var written = _table.NextWrite();
            _time.Advance(TimeSpan.FromSeconds(50));
            _time.Advance(TimeSpan.FromSeconds(5));
            await written.WaitAsync(TimeSpan.FromSeconds(30));
            Assert.False(handling.IsCompleted);
            Assert.Equal($"0:{delivery}", (string?)_table.Items.Single().Value["outlasted"]!["S"]);

            // What the dead process would still have written, it does not write.
            _table.Throttled = int.MaxValue;
            killed.Set();
            await handling;
            _table.Throttled = 0;
        }

        var next = Consumer(new DynamoDbProgress(_table.Client(), "progress", "clicks", timeProvider: _time));
        var answer = await next.HandleAsync(Events.Of(Events.Plain("1"), Events.Plain("hangs"), Events.Plain("3")), _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(["1", "3"], next.Tried);
        Assert.Equal(Reason, Assert.Single(_deadLetters.Letters).Reason);
        Assert.Empty(_table.Items);
    }

    [Fact]
    public async Task It_stops_the_batch_as_ever_where_no_time_is_kept_for_the_finish()
    {
        var consumer = new ScriptedConsumer(
            _deadLetters, ScriptedConsumer.Quick with { Progress = new InMemoryProgress(), TimeToFinish = TimeSpan.Zero, TimeProvider = _time })
        {
            OnProcess = async (_, cancellationToken) =>
            {
                _time.Advance(TimeSpan.FromSeconds(60));
                await Task.Delay(Timeout.Infinite, cancellationToken);
            },
        };

        var answer = await consumer.HandleAsync(Events.Of(Events.Plain("1")), _lambda);

        Assert.Equal(Events.Sequence(0), Assert.Single(answer.BatchItemFailures).ItemIdentifier);
    }

    [Fact]
    public async Task Without_a_store_it_comes_again_each_time()
    {
        for (var delivery = 0; delivery < 10; delivery++)
        {
            var answer = await Consumer(null).HandleAsync(Events.Of(Events.Plain("hangs")), _lambda);
            Assert.Single(answer.BatchItemFailures);
        }

        Assert.Empty(_deadLetters.Letters);
    }

    [Fact]
    public async Task A_record_that_is_only_cut_off_now_and_then_is_processed_and_forgotten()
    {
        var store = new InMemoryProgress();
        for (var delivery = 1; delivery <= 2; delivery++)
        {
            await Consumer(store).HandleAsync(Events.Of(Events.Plain("hangs")), _lambda);
        }

        var consumer = Consumer(store);
        consumer.OnProcess = (_, _) => Task.CompletedTask;
        await consumer.HandleAsync(Events.Of(Events.Plain("hangs")), _lambda);
        for (var delivery = 1; delivery <= 2; delivery++)
        {
            await Consumer(store).HandleAsync(Events.Of(Events.Plain("hangs")), _lambda);
        }

        Assert.Empty(_deadLetters.Letters);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_outage_is_not_counted_however_often_it_comes(bool timesOutWithTheInvocation)
    {
        var store = new InMemoryProgress();
        for (var delivery = 0; delivery < 10; delivery++)
        {
            var attempts = 0;
            var consumer = Consumer(store);
            consumer.OnProcess = async (_, cancellationToken) =>
            {
                // The first attempt tells that the dependency is down; a later one may well be cut off.
                if (++attempts > 1 && timesOutWithTheInvocation)
                {
                    _time.Advance(TimeSpan.FromSeconds(50));
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                throw new DependencyUnavailableException("Down.");
            };

            Assert.Single((await consumer.HandleAsync(Events.Of(Events.Plain("1")), _lambda)).BatchItemFailures);
        }

        Assert.Empty(_deadLetters.Letters);
    }

    [Fact]
    public async Task What_a_store_keeps_comes_back_as_it_was()
    {
        var store = new DynamoDbProgress(_table.Client(), "progress", "clicks", timeProvider: _time);
        var position = new RecordPosition
        {
            StreamArn = Events.StreamArn,
            ShardId = Events.ShardId,
            SequenceNumber = Events.Sequence(0),
            PartitionKey = null,
            ApproximateArrival = Events.Arrival,
            IndexInBatch = 0,
        };
        await store.WriteAsync([new RecordProgress(position, []) { Outlasted = new Dictionary<int, int> { [7] = 2, [30] = 1 } }], default);

        var read = Assert.Single(await store.ReadAsync([position], default));

        Assert.Empty(read.Done);
        Assert.Equal(new Dictionary<int, int> { [7] = 2, [30] = 1 }, read.Outlasted);
        await store.WriteAsync([new RecordProgress(position, [])], default);
        Assert.Empty(_table.Items);
    }

    [Fact]
    public async Task The_dead_letter_is_written_again_when_it_could_not_be_at_first()
    {
        var store = new InMemoryProgress();
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            await Consumer(store).HandleAsync(Events.Of(Events.Plain("hangs"), Events.Plain("2")), _lambda);
        }

        _deadLetters.OnWrite = _ => throw new IOException("S3 is down.");
        Assert.Single((await Consumer(store).HandleAsync(Events.Of(Events.Plain("hangs"), Events.Plain("2")), _lambda)).BatchItemFailures);
        _deadLetters.OnWrite = _ => { };
        Assert.Empty((await Consumer(store).HandleAsync(Events.Of(Events.Plain("hangs"), Events.Plain("2")), _lambda)).BatchItemFailures);

        Assert.Equal(["hangs"], _deadLetters.Letters.Select(letter => Encoding.UTF8.GetString(letter.Payload.Span)));
    }

    private ScriptedConsumer Consumer(IProgressStore? store, int parallelism = 1) =>
        new(_deadLetters, ScriptedConsumer.Quick with { Progress = store, MaxDeliveries = 3, MaxParallelism = parallelism, TimeProvider = _time })
        {
            OnProcess = async (text, cancellationToken) =>
            {
                if (text == "hangs")
                {
                    _time.Advance(TimeSpan.FromSeconds(50));
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
            },
        };
}
