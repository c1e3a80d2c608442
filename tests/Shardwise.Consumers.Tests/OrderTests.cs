using Amazon.Lambda.KinesisEvents;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

public class OrderTests
{
    private readonly RecordingDeadLetters _deadLetters = new();

    [Fact]
    public async Task User_records_of_aggregates_and_of_plain_payloads_come_in_stream_order()
    {
        var consumer = new ScriptedConsumer(_deadLetters);

        var answer = await consumer.HandleAsync(
            Events.Of(Events.Aggregate("1", "2", "3"), Events.Plain("4"), Events.Aggregate("5", "6")), new FakeLambdaContext());

        Assert.Equal(["1", "2", "3", "4", "5", "6"], consumer.Tried);
        Assert.Equal(["1", "2", "3", "4", "5", "6"], consumer.Flushed);
        Assert.Empty(answer.BatchItemFailures);
        Assert.Empty(_deadLetters.Letters);
    }

    [Fact]
    public async Task A_user_record_of_an_aggregate_knows_its_own_key_and_its_place()
    {
        var consumer = new ScriptedConsumer(_deadLetters);

        await consumer.HandleAsync(Events.Of(Events.Plain("1"), Events.Aggregate("2", "3")), new FakeLambdaContext());

        var record = consumer.Records[2];
        Assert.Equal("key-3", record.PartitionKey);
        Assert.Null(record.ExplicitHashKey);
        Assert.Equal(1, record.SubSequenceNumber);
        Assert.Equal("a", record.Position.PartitionKey);
        Assert.Equal(Events.StreamArn, record.Position.StreamArn);
        Assert.Equal("shardId-000000000003", record.Position.ShardId);
        Assert.Equal(Events.Sequence(1), record.Position.SequenceNumber);
        Assert.Equal(new DateTimeOffset(Events.Arrival), record.Position.ApproximateArrival);
        Assert.Equal(1, record.Position.IndexInBatch);
        Assert.Equal($"shardId-000000000003:{Events.Sequence(1)}:1", record.IdempotencyKey);
    }

    [Fact]
    public async Task A_plain_payload_has_the_partition_key_of_its_Kinesis_record()
    {
        var consumer = new ScriptedConsumer(_deadLetters);

        await consumer.HandleAsync(Events.Of(Events.Plain("1")), new FakeLambdaContext());

        Assert.Equal("a", consumer.Records[0].PartitionKey);
        Assert.Equal(0, consumer.Records[0].SubSequenceNumber);
    }

    [Fact]
    public async Task Data_is_read_the_same_from_a_stream_that_does_not_give_out_its_buffer_and_from_a_slice_of_a_buffer()
    {
        var consumer = new ScriptedConsumer(_deadLetters);
        var kinesisEvent = Events.Of(Events.Plain("1"), Events.Plain("2"));
        kinesisEvent.Records[0].Kinesis.Data = new MemoryStream(Events.Plain("one"), writable: false);
        kinesisEvent.Records[1].Kinesis.Data = new MemoryStream(Events.Plain("xtwox"), 1, 3, writable: false, publiclyVisible: true);

        await consumer.HandleAsync(kinesisEvent, new FakeLambdaContext());

        Assert.Equal(["one", "two"], consumer.Tried);
    }

    [Fact]
    public async Task An_arrival_time_that_came_through_a_double_is_rounded_to_the_millisecond()
    {
        var consumer = new ScriptedConsumer(_deadLetters);
        var kinesisEvent = Events.Of(Events.Plain("1"));
        kinesisEvent.Records[0].Kinesis.ApproximateArrivalTimestamp = Events.Arrival.AddTicks(-1);

        await consumer.HandleAsync(kinesisEvent, new FakeLambdaContext());

        Assert.Equal(new DateTimeOffset(Events.Arrival), consumer.Records[0].Position.ApproximateArrival);
    }

    [Fact]
    public async Task An_empty_event_begins_no_batch_and_fails_nothing()
    {
        var consumer = new ScriptedConsumer(_deadLetters);

        var none = await consumer.HandleAsync(new KinesisEvent { Records = [] }, new FakeLambdaContext());
        var missing = await consumer.HandleAsync(new KinesisEvent(), new FakeLambdaContext());

        Assert.Empty(none.BatchItemFailures);
        Assert.Empty(missing.BatchItemFailures);
        Assert.Equal(0, consumer.Begun);
    }

    [Fact]
    public async Task Each_batch_begins_anew_also_after_one_that_ended_in_an_error()
    {
        var consumer = new ScriptedConsumer(_deadLetters) { OnProcess = (_, _) => throw new OutOfMemoryException() };
        await Assert.ThrowsAsync<OutOfMemoryException>(() => consumer.HandleAsync(Events.Of(Events.Plain("1")), new FakeLambdaContext()));
        consumer.OnProcess = (_, _) => Task.CompletedTask;

        await consumer.HandleAsync(Events.Of(Events.Plain("2")), new FakeLambdaContext());

        Assert.Equal(2, consumer.Begun);
        Assert.Equal(["2"], consumer.Flushed);
    }

    public static TheoryData<string, Action<KinesisEvent.KinesisEventRecord>> WhatIsMissing => new()
    {
        { "kinesis", record => record.Kinesis = null },
        { "eventSourceARN", record => record.EventSourceARN = null },
        { "eventID", record => record.EventId = null },
        { "kinesis.sequenceNumber", record => record.Kinesis.SequenceNumber = null },
        { "kinesis.approximateArrivalTimestamp", record => record.Kinesis.ApproximateArrivalTimestamp = null },
        { "kinesis.data", record => record.Kinesis.Data = null },
    };

    [Theory]
    [MemberData(nameof(WhatIsMissing))]
    public async Task An_event_that_lacks_what_Kinesis_events_have_is_refused(string name, Action<KinesisEvent.KinesisEventRecord> remove)
    {
        var consumer = new ScriptedConsumer(_deadLetters);
        var kinesisEvent = Events.Of(Events.Plain("1"), Events.Plain("2"));
        remove(kinesisEvent.Records[1]);

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => consumer.HandleAsync(kinesisEvent, new FakeLambdaContext()));

        Assert.Equal($"Record 1 of the event has no {name}; an event of a Kinesis event-source mapping always has it.", refusal.Message);
        Assert.Empty(consumer.Tried);
    }

    [Fact]
    public async Task An_event_id_without_a_shard_is_refused()
    {
        var consumer = new ScriptedConsumer(_deadLetters);
        var kinesisEvent = Events.Of(Events.Plain("1"));
        kinesisEvent.Records[0].EventId = "4711";

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => consumer.HandleAsync(kinesisEvent, new FakeLambdaContext()));

        Assert.Equal("Record 0 of the event has the eventID \"4711\"; allowed is shardId:sequenceNumber.", refusal.Message);
    }
}
