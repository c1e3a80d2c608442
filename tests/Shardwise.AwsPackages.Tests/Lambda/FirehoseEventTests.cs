using Amazon.Lambda.KinesisFirehoseEvents;

namespace Shardwise.AwsPackages.Tests.Lambda;

public class FirehoseEventTests
{
    [Fact]
    public void A_Firehose_event_is_read_whole()
    {
        var @event = RecordedEvent.Read<KinesisFirehoseEvent>("firehose-event");

        Assert.Equal("2b4d1ad9-2f48-94bd-a088-767c317e994a", @event.InvocationId);
        Assert.Equal("arn:aws:firehose:eu-central-1:123456789012:deliverystream/clicks", @event.DeliveryStreamArn);
        Assert.Equal("eu-central-1", @event.Region);
        var record = Assert.Single(@event.Records);
        Assert.Equal("49546986683135544286507457936321625675700192471156785154", record.RecordId);
        Assert.Equal(1_795_172_700_987, record.ApproximateArrivalEpoch);
        Assert.Equal(new DateTime(2026, 11, 20, 11, 5, 0, 987, DateTimeKind.Utc), record.ApproximateArrivalTimestamp);
        Assert.Equal("eyJwYWdlIjoiL8OkIn0=", record.Base64EncodedData);
        Assert.Equal("""{"page":"/ä"}""", record.DecodeData());
    }

    [Fact]
    public void A_transformed_record_is_answered_with_its_partition_keys()
    {
        var record = new KinesisFirehoseResponse.FirehoseRecord
        {
            RecordId = "1",
            Result = KinesisFirehoseResponse.TRANSFORMED_STATE_OK,
            Metadata = new() { PartitionKeys = new() { ["hour"] = "11" } },
        };
        record.EncodeData("ä\n");

        Assert.Equal(
            """{"records":[{"recordId":"1","result":"Ok","data":"w6QK","metadata":{"partitionKeys":{"hour":"11"}}}]}""",
            RecordedEvent.Write(new KinesisFirehoseResponse { Records = [record] }));
    }

    [Fact]
    public void A_dropped_record_is_answered_without_data()
    {
        var record = new KinesisFirehoseResponse.FirehoseRecord
        {
            RecordId = "1",
            Result = KinesisFirehoseResponse.TRANSFORMED_STATE_DROPPED,
        };

        Assert.Equal(
            """{"records":[{"recordId":"1","result":"Dropped"}]}""",
            RecordedEvent.Write(new KinesisFirehoseResponse { Records = [record] }));
        Assert.Equal("ProcessingFailed", KinesisFirehoseResponse.TRANSFORMED_STATE_PROCESSINGFAILED);
    }
}
