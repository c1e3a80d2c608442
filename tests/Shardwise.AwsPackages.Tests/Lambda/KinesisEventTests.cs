using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;

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

    [StandinFact]
    public void A_window_response_with_a_state_cannot_be_written_by_any_serializer()
    {
        var response = new KinesisTimeWindowResponse { State = [], BatchItemFailures = [] };

        foreach (var serializer in new ILambdaSerializer[] { new DefaultLambdaJsonSerializer(), new CamelCaseLambdaJsonSerializer() })
        {
            var error = Assert.Throws<JsonSerializerException>(() => RecordedEvent.Write(response, serializer));
            Assert.IsType<InvalidOperationException>(error.InnerException);
        }

        Assert.Equal("""{"batchItemFailures":[]}""", RecordedEvent.Write(new KinesisTimeWindowResponse { BatchItemFailures = [] }));
    }

    [Theory]
    [InlineData("""{"count":null}""")]
    [InlineData("""{"count":1.5}""")]
    [InlineData("""{"count":9223372036854775808}""")]
    [InlineData("""{"":1}""")]
    [InlineData("""{" ":1}""")]
    [InlineData("""{"count":1,"count":2}""")]
    [InlineData("""{"count":[1]}""")]
    [InlineData("[]")]
    public void A_window_state_that_is_not_of_texts_and_whole_numbers_is_refused(string state) =>
        Assert.Throws<JsonSerializerException>(() => RecordedEvent.Parse<KinesisTimeWindowEvent>($$"""{"state":{{state}}}"""));

    [Theory]
    [InlineData("1763636743.369", "2025-11-20T11:05:43.3689999Z")]
    [InlineData("1763636743", "2025-11-20T11:05:43.0000000Z")]
    [InlineData("1763636743369", "2025-11-20T11:05:43.3690000Z")]
    [InlineData("157753180800", "6968-12-31T00:00:00.0000000Z")]
    [InlineData("157753180801", "1974-12-31T20:19:40.8010000Z")]
    [InlineData("95617584001", "5000-01-01T00:00:01.0000000Z")]
    public void A_time_is_added_in_seconds_as_a_double_and_is_milliseconds_beyond_the_year_5000_counted_from_the_year_1(string json, string time) => Assert.Equal(
        time,
        RecordedEvent.Parse<KinesisEvent>($$$"""{"Records":[{"kinesis":{"approximateArrivalTimestamp":{{{json}}}}}]}""").Records[0].Kinesis
            .ApproximateArrivalTimestamp!.Value.ToString("O"));

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
