using System.Text;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests.Sinks;

public class FirehoseSinkTests
{
    private readonly FakeFirehose _firehose = new();

    [Fact]
    public async Task An_item_is_a_line_of_JSON_in_a_record_of_its_own()
    {
        await Sink().WriteAsync(Items(new Order(1), new Order(2, "ü")), default);

        Assert.Equal(["{\"Id\":1,\"Note\":null}\n", "{\"Id\":2,\"Note\":\"\\u00FC\"}\n"], _firehose.Taken.Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public async Task Calls_have_500_records_at_most()
    {
        await Sink().WriteAsync(Items([.. Enumerable.Range(0, 1_200).Select(id => new Order(id))]), default);

        Assert.Equal([200, 500, 500], _firehose.Calls.Order());
    }

    [Fact]
    public async Task Calls_have_four_mebibytes_at_most()
    {
        await Sink().WriteAsync(Items([.. Enumerable.Range(0, 6).Select(id => new Order(id, new string('n', 1_000_000)))]), default);

        Assert.Equal([2, 4], _firehose.Calls.Order());
    }

    [Fact]
    public async Task Only_the_entries_that_were_refused_are_sent_again()
    {
        _firehose.Faults.Enqueue(CallFault.SomeEntries);

        await Sink().WriteAsync(Items([.. Enumerable.Range(0, 5).Select(id => new Order(id))]), default);

        Assert.Equal([5, 3], _firehose.Calls);
        Assert.Equal(5, _firehose.Taken.Select(Encoding.UTF8.GetString).Distinct().Count());
        Assert.Equal(5, _firehose.Taken.Count);
    }

    [Fact]
    public async Task A_stream_that_refuses_for_ever_is_a_dependency_that_fails()
    {
        Array.ForEach([.. Enumerable.Repeat(CallFault.EveryEntry, 6)], _firehose.Faults.Enqueue);

        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(() => Sink().WriteAsync(Items(new Order(1), new Order(2)), default));

        Assert.Equal("The delivery stream orders did not take 2 records in 6 attempts. Last error: SlowDown: Rate exceeded.", failure.Message);
    }

    [Fact]
    public async Task A_stream_that_lets_nobody_in_is_a_dependency_that_fails()
    {
        _firehose.Faults.Enqueue(CallFault.Denied);

        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(() => Sink().WriteAsync(Items(new Order(1)), default));

        Assert.Equal("The delivery stream orders refused records: AccessDeniedException (HTTP 400).", failure.Message);
    }

    [Fact]
    public async Task A_line_that_Firehose_never_takes_is_set_aside_and_holds_up_no_other()
    {
        var letters = new RecordingDeadLetters();
        var consumer = new SinkConsumer<Order>(OrderJson.Default.Order, Sink(), letters, ScriptedConsumer.Quick);
        var note = new string('n', 1_024_000);

        var answer = await consumer.HandleAsync(
            Events.Of(Events.Plain("{\"Id\":1}"), Events.Plain($"{{\"Id\":2,\"Note\":\"{note}\"}}"), Events.Plain("{\"Id\":3}")), new FakeLambdaContext());

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal("The line is 1024019 bytes long; Firehose takes 1024000 at most.", Assert.Single(letters.Letters).Reason);
        Assert.Equal(2, _firehose.Taken.Count);
    }

    private FirehoseSink<Order> Sink() => new(_firehose.Client(), "orders", OrderJson.Default.Order, new PromptTime());

    private static IReadOnlyList<SinkItem<Order>> Items(params Order[] orders) => SinkItems.Of(orders);
}
