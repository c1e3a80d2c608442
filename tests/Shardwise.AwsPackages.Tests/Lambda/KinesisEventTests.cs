using Amazon.Lambda.KinesisEvents;

namespace Shardwise.AwsPackages.Tests.Lambda;

public class KinesisEventTests
{
    [Fact]
    public void A_Kinesis_event_is_read_whole()
    {
        var @event = RecordedEvent.Read<KinesisEvent>("kinesis-event");

        Assert.Equal(2, @event.Records.Count);
        var record = @event.Records[0];
        Assert.Equal("aws:kinesis", record.EventSource);
        Assert.Equal("1.0", record.EventVersion);
        Assert.Equal("shardId-000000000006:49668899999999999999999999999999999999999999999999999986", record.EventId);
        Assert.Equal("aws:kinesis:record", record.EventName);
        Assert.Equal("arn:aws:iam::123456789012:role/clicks-etl", record.InvokeIdentityArn);
        Assert.Equal("eu-central-1", record.AwsRegion);
        Assert.Equal("arn:aws:kinesis:eu-central-1:123456789012:stream/clicks", record.EventSourceARN);
        Assert.Equal("1.0", record.Kinesis.KinesisSchemaVersion);
        Assert.Equal("user-17", record.Kinesis.PartitionKey);
        Assert.Equal("49668899999999999999999999999999999999999999999999999986", record.Kinesis.SequenceNumber);
        Assert.Equal("""{"id":"c1","timestamp":"2026-11-20T11:05:00.000Z"}"""u8.ToArray(), record.Kinesis.Data.ToArray());
        Assert.Null(record.Kinesis.EncryptionType);
    }

    [Fact]
    public void Arrival_is_in_seconds_with_or_without_a_fraction_and_UTC()
    {
        var records = RecordedEvent.Read<KinesisEvent>("kinesis-event").Records;

        var first = records[0].Kinesis.ApproximateArrivalTimestamp!.Value;
        var second = records[1].Kinesis.ApproximateArrivalTimestamp!.Value;
        Assert.Equal(new DateTime(2026, 11, 20, 11, 5, 0, 987, DateTimeKind.Utc), first, TimeSpan.FromMilliseconds(1));
        Assert.Equal(new DateTime(2026, 11, 20, 11, 5, 1, DateTimeKind.Utc), second);
        Assert.Equal(DateTimeKind.Utc, first.Kind);
    }

    [Fact]
    public void Data_that_is_no_text_keeps_its_bytes()
    {
        var data = RecordedEvent.Read<KinesisEvent>("kinesis-event").Records[1].Kinesis.Data;

        Assert.Equal([0xF3, 0x89, 0x9A, 0xC2], data.ToArray()[..4]);
        Assert.Equal(0, data.Position);
    }

    [Fact]
    public void A_window_event_is_read_with_a_state_of_numbers_and_strings()
    {
        var @event = RecordedEvent.Read<KinesisTimeWindowEvent>("kinesis-window-event");

        Assert.Equal(new DateTime(2026, 11, 20, 11, 4, 0, DateTimeKind.Utc), @event.Window.Start);
        Assert.Equal(new DateTime(2026, 11, 20, 11, 6, 0, DateTimeKind.Utc), @event.Window.End);
        Assert.Equal(new Dictionary<string, string> { ["clicks"] = "282", ["lastPage"] = "/checkout" }, @event.State);
        Assert.Equal("shardId-000000000006", @event.ShardId);
        Assert.True(@event.IsFinalInvokeForWindow);
        Assert.False(@event.IsWindowTerminatedEarly);
    }

    [Fact]
    public void Failed_items_are_answered_in_camel_case()
    {
        var response = new StreamsEventResponse { BatchItemFailures = [new() { ItemIdentifier = "4966" }] };

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"4966"}]}""", RecordedEvent.Write(response));
    }

    [Fact]
    public void No_failure_is_an_empty_list_or_no_list()
    {
        Assert.Equal("""{"batchItemFailures":[]}""", RecordedEvent.Write(new StreamsEventResponse { BatchItemFailures = [] }));
        Assert.Equal("{}", RecordedEvent.Write(new StreamsEventResponse()));
    }
}
