using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

public class ProgressTests
{
    private readonly RecordingDeadLetters _deadLetters = new();
    private readonly FakeLambdaContext _lambda = new();

    [Fact]
    public async Task What_is_done_of_an_aggregate_that_stopped_is_skipped_when_it_comes_again()
    {
        var isDown = true;
        var consumer = Consumer(new InMemoryProgress(), text => isDown && text == "3" ? throw new DependencyUnavailableException("Down.") : text);
        var kinesisEvent = () => Events.Of(Events.Aggregate("1", "2", "3", "4"));

        await consumer.HandleAsync(kinesisEvent(), _lambda);
        isDown = false;
        await consumer.HandleAsync(kinesisEvent(), _lambda);

        Assert.Equal(["1", "2", "3", "3", "3", "3", "4"], consumer.Tried);
    }

    [Fact]
    public async Task A_replay_after_the_aggregate_was_done_processes_all_of_it_again()
    {
        var isDown = true;
        var consumer = Consumer(new InMemoryProgress(), text => isDown && text == "2" ? throw new DependencyUnavailableException("Down.") : text);
        await consumer.HandleAsync(Events.Of(Events.Aggregate("1", "2")), _lambda);
        isDown = false;
        await consumer.HandleAsync(Events.Of(Events.Aggregate("1", "2")), _lambda);
        consumer.Tried.Clear();

        await consumer.HandleAsync(Events.Of(Events.Aggregate("1", "2")), _lambda);

        Assert.Equal(["1", "2"], consumer.Tried);
    }

    [Fact]
    public async Task A_store_that_fails_loses_nothing_and_is_told_in_the_log()
    {
        using var output = new MemoryStream();
        var consumer = new ScriptedConsumer(_deadLetters, ScriptedConsumer.Quick with { Progress = new BrokenStore(), Output = output });

        var answer = await consumer.HandleAsync(Events.Of(Events.Aggregate("1", "2")), _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(["1", "2"], consumer.Flushed);
        Assert.Contains(
            "\"progressProblem\":\"What is done already could not be read. IOException: No table.\"",
            System.Text.Encoding.UTF8.GetString(output.ToArray()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_aggregate_of_5000_with_3_poison_records_leaves_4997_processed_and_3_dead_letters()
    {
        string[] texts = [.. Enumerable.Range(0, 5000).Select(number => $"{number}")];
        var consumer = Consumer(null, text => text is "7" or "2500" or "4999" ? throw new InvalidOperationException("Poison.") : text);

        var answer = await consumer.HandleAsync(Events.Of(Events.Aggregate(texts)), _lambda);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(texts.Except(["7", "2500", "4999"]), consumer.Flushed);
        Assert.Equal(["7", "2500", "4999"], _deadLetters.Texts);
        Assert.Equal([7, 2500, 4999], _deadLetters.Letters.Select(letter => letter.SubSequenceNumber));
        Assert.Equal(5000 + (3 * 2), consumer.Tried.Count);
    }

    private ScriptedConsumer Consumer(IProgressStore? store, Func<string, string> process) =>
        new(_deadLetters, ScriptedConsumer.Quick with { Progress = store })
        {
            OnProcess = (text, _) =>
            {
                process(text);
                return Task.CompletedTask;
            },
        };

    private sealed class BrokenStore : IProgressStore
    {
        public Task<IReadOnlyList<RecordProgress>> ReadAsync(IReadOnlyList<RecordPosition> batch, CancellationToken cancellationToken) =>
            throw new IOException("No table.");

        public Task WriteAsync(IReadOnlyList<RecordProgress> progress, CancellationToken cancellationToken) => throw new IOException("No table.");
    }
}
