using System.Text;
using Shardwise.Consumers.Tests.Fakes;
using Shardwise.Producer;

namespace Shardwise.Consumers.Tests.Sinks;

public sealed class KinesisSinkTests : IAsyncDisposable
{
    private readonly FakeKinesis _kinesis = new();
    private readonly KinesisProducer _producer;

    public KinesisSinkTests() => _producer = new(_kinesis.Client(), "enriched", new ProducerOptions { RetryDelay = TimeSpan.FromMilliseconds(1) });

    public ValueTask DisposeAsync() => _producer.DisposeAsync();

    [Fact]
    public async Task Items_go_aggregated_under_their_partition_keys_in_order()
    {
        await Sink().WriteAsync(SinkItems.Of([.. Enumerable.Range(0, 100).Select(id => new Order(id))]), default);

        Assert.Single(_kinesis.Taken);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(id => ($"order-{id}", $"{{\"Id\":{id},\"Note\":null}}")),
            _kinesis.UserRecords.Select(record => (record.Key!, Encoding.UTF8.GetString(record.Data))));
    }

    [Fact]
    public async Task A_throttled_record_is_sent_again()
    {
        _kinesis.Faults.Enqueue(CallFault.EveryEntry);

        await Sink().WriteAsync(SinkItems.Of(new Order(1), new Order(2)), default);

        Assert.Equal([1, 1], _kinesis.Calls);
        Assert.Equal(2, _kinesis.UserRecords.Count());
    }

    [Fact]
    public async Task A_stream_that_lets_nobody_in_is_a_dependency_that_fails()
    {
        _kinesis.Faults.Enqueue(CallFault.Denied);

        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(() => Sink().WriteAsync(SinkItems.Of(new Order(1), new Order(2)), default));

        Assert.StartsWith("2 of 2 items were not written. Stream enriched did not accept a user record of ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Last error: AccessDeniedException: Not you.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_048_576, "order-2", "Stream enriched did not accept a user record of 10486")]
    [InlineData(1, "", "The partition key has 0 characters; 1 to 256 are allowed.")]
    public async Task An_item_that_the_stream_never_takes_is_set_aside_and_holds_up_no_other(int noteLength, string key, string reason)
    {
        var letters = new RecordingDeadLetters();
        var sink = new KinesisSink<Order>(_producer, OrderJson.Default.Order, order => order.Id == 2 ? key : $"order-{order.Id}");
        var consumer = new SinkConsumer<Order>(OrderJson.Default.Order, sink, letters, ScriptedConsumer.Quick);
        var note = new string('n', noteLength);

        var answer = await consumer.HandleAsync(
            Events.Of(Events.Plain("{\"Id\":1}"), Events.Plain($"{{\"Id\":2,\"Note\":\"{note}\"}}"), Events.Plain("{\"Id\":3}")), new FakeLambdaContext());

        Assert.Empty(answer.BatchItemFailures);
        Assert.StartsWith(reason, Assert.Single(letters.Letters).Reason, StringComparison.Ordinal);
        Assert.Equal(["order-1", "order-3"], _kinesis.UserRecords.Select(record => record.Key));
    }

    private KinesisSink<Order> Sink() => new(_producer, OrderJson.Default.Order, order => $"order-{order.Id}");
}
