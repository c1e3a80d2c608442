using Amazon.DynamoDBv2.Model;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

public class DynamoDbTests
{
    private readonly FakeDynamoDb _progressTable = new("shard", "sequence");
    private readonly FakeDynamoDb _sinkTable = new("id");
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Another_process_skips_what_is_done_of_an_aggregate_that_stopped_and_the_entry_goes_when_all_is_done()
    {
        var first = Consumer(text => text == "3" ? throw new DependencyUnavailableException("Down.") : text);
        await first.HandleAsync(Events.Of(4, [Events.Aggregate("1", "2", "3", "4")]), new FakeLambdaContext());
        Assert.Equal("0-1", (string?)Assert.Single(_progressTable.Items).Value["done"]!["S"]);

        var second = Consumer(text => text);
        await second.HandleAsync(Events.Of(4, [Events.Aggregate("1", "2", "3", "4")]), new FakeLambdaContext());

        Assert.Equal(["3", "4"], second.Tried);
        Assert.Empty(_progressTable.Items);
    }

    [Fact]
    public async Task Progress_that_has_expired_is_not_believed()
    {
        var consumer = Consumer(text => text == "2" ? throw new DependencyUnavailableException("Down.") : text);
        await consumer.HandleAsync(Events.Of(Events.Aggregate("1", "2")), new FakeLambdaContext());
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Empty(await Store().ReadAsync([Position(0)], default));
    }

    [Fact]
    public async Task Sparse_progress_of_many_records_comes_back_as_it_was()
    {
        RecordProgress[] progress = [.. Enumerable.Range(0, 60).Select(place => new RecordProgress(Position(place), [0, 1, 2, 5, 7 + place, 9_000]))];
        _progressTable.Unprocessed = 3;

        // On the system's clock, for what is not taken is sent again after a moment.
        var store = new DynamoDbProgress(_progressTable.Client(), "progress", "clicks");

        await store.WriteAsync(progress[..50], default);

        var read = await store.ReadAsync([.. progress.Select(record => record.Position)], default);
        Assert.Equal(progress[..50].Select(record => record.Done), read.Select(record => record.Done));
    }

    [Fact]
    public async Task An_item_is_replaced_only_by_a_later_record()
    {
        var sink = Sink();
        await sink.WriteAsync([Item("a", "new", 7)], default);

        await sink.WriteAsync([Item("a", "old", 3), Item("a", "new", 7), Item("b", "other", 3)], default);
        Assert.Equal(["new", "other"], _sinkTable.Items.Values.Select(item => (string?)item["value"]!["S"]));

        await sink.WriteAsync([Item("a", "newest", 10)], default);
        Assert.Equal(["newest", "other"], _sinkTable.Items.Values.Select(item => (string?)item["value"]!["S"]));
    }

    [Fact]
    public async Task A_table_that_throttles_is_told_in_one_sentence()
    {
        _sinkTable.Throttled = 1;

        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(() => Sink().WriteAsync([Item("a", "new", 7)], default));

        Assert.Equal(
            $"The table orders did not take the item of {Events.ShardId}:{Events.Sequence(7)}:0: ProvisionedThroughputExceededException (HTTP 400).",
            failure.Message);
    }

    private DynamoDbProgress Store() => new(_progressTable.Client(), "progress", "clicks", timeProvider: _time);

    private DynamoDbSink<(string Id, string Value)> Sink() =>
        new(_sinkTable.Client(), "orders", order => new() { ["id"] = new AttributeValue(order.Id), ["value"] = new AttributeValue(order.Value) });

    private ScriptedConsumer Consumer(Func<string, string> process) =>
        new(new RecordingDeadLetters(), ScriptedConsumer.Quick with { Progress = Store() })
        {
            OnProcess = (text, _) =>
            {
                process(text);
                return Task.CompletedTask;
            },
        };

    private static SinkItem<(string Id, string Value)> Item(string id, string value, int place) => new((id, value), Position(place), 0);

    private static RecordPosition Position(int place) => new()
    {
        StreamArn = Events.StreamArn,
        ShardId = Events.ShardId,
        SequenceNumber = Events.Sequence(place),
        PartitionKey = "a",
        ApproximateArrival = Events.Arrival,
        IndexInBatch = place,
    };
}
