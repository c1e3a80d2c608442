using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.KinesisFirehoseEvents;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Shardwise.AwsPackages.Tests.Lambda;

public class SourceGeneratorSerializerTests
{
    private static readonly SourceGeneratorLambdaJsonSerializer<EventContext> Serializer = new();

    [Fact]
    public void A_Kinesis_event_is_read_through_generated_code()
    {
        var record = RecordedEvent.Read<KinesisEvent>("kinesis-event", Serializer).Records[0];

        Assert.Equal("user-17", record.Kinesis.PartitionKey);
        Assert.Equal("""{"id":"c1","timestamp":"2026-11-20T11:05:00.000Z"}"""u8.ToArray(), record.Kinesis.Data.ToArray());
        Assert.Equal(
            new DateTime(2026, 11, 20, 11, 5, 0, 987, DateTimeKind.Utc),
            record.Kinesis.ApproximateArrivalTimestamp!.Value,
            TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void A_partial_failure_is_written_through_generated_code()
    {
        var response = new StreamsEventResponse { BatchItemFailures = [new() { ItemIdentifier = "4966" }] };

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"4966"}]}""", RecordedEvent.Write(response, Serializer));
    }

    [Fact]
    public void A_scheduled_event_is_read_through_generated_code()
    {
        var @event = RecordedEvent.Read<CloudWatchEvent<ScheduledEventTests.Target>>("transformed-scheduled-event", Serializer);

        Assert.Equal("Scheduled Event", @event.DetailType);
        Assert.Equal(new("clicks", 1, 32, 0.7), @event.Detail);
    }

    [Fact]
    public void Firehose_event_and_response_share_a_context_when_one_record_type_and_its_list_are_renamed()
    {
        var @event = RecordedEvent.Read<KinesisFirehoseEvent>("firehose-event", Serializer);
        var response = new KinesisFirehoseResponse { Records = [new() { RecordId = @event.Records[0].RecordId, Result = "Ok" }] };

        Assert.Equal(
            """{"records":[{"recordId":"49546986683135544286507457936321625675700192471156785154","result":"Ok"}]}""",
            RecordedEvent.Write(response, Serializer));
    }

    [Fact]
    public void A_type_that_the_context_does_not_list_is_a_JsonSerializerException()
    {
        Assert.Throws<JsonSerializerException>(() => RecordedEvent.Write(new SerializerTests.Sample(), Serializer));
    }
}

[JsonSerializable(typeof(KinesisEvent))]
[JsonSerializable(typeof(StreamsEventResponse))]
[JsonSerializable(typeof(CloudWatchEvent<ScheduledEventTests.Target>))]
[JsonSerializable(typeof(KinesisFirehoseEvent))]
[JsonSerializable(typeof(KinesisFirehoseResponse))]
[JsonSerializable(typeof(KinesisFirehoseResponse.FirehoseRecord), TypeInfoPropertyName = "TransformedFirehoseRecord")]
[JsonSerializable(typeof(IList<KinesisFirehoseResponse.FirehoseRecord>), TypeInfoPropertyName = "TransformedFirehoseRecords")]
internal sealed partial class EventContext : JsonSerializerContext;
