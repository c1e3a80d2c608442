using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Shardwise.Consumers.Tests.Firehose;

public partial class FirehoseEventTests
{
    // The sample of https://docs.aws.amazon.com/lambda/latest/dg/services-kinesisfirehose.html, with the source stream's metadata as AWS's own samples of it have them.
    private const string Documented = """
        {
          "invocationId": "invoked123",
          "deliveryStreamArn": "aws:lambda:events",
          "region": "us-west-2",
          "records": [
            {
              "data": "SGVsbG8gV29ybGQ=",
              "recordId": "record1",
              "approximateArrivalTimestamp": 1510772160000,
              "kinesisRecordMetadata": {
                "shardId": "shardId-000000000000",
                "partitionKey": "4d1ad2b9-24f8-4b9d-a088-76e9947c317a",
                "approximateArrivalTimestamp": "2012-04-23T18:25:43.511Z",
                "sequenceNumber": "49546986683135544286507457936321625675700192471156785154",
                "subsequenceNumber": ""
              }
            }
          ]
        }
        """;

    [Fact]
    public void AWS_s_own_sample_is_read()
    {
        var read = Read(Documented);

        var record = Assert.Single(read.Records);
        Assert.Equal("Hello World", Encoding.UTF8.GetString(record.Data));
        Assert.Equal(1510772160000, record.ApproximateArrivalTimestamp);
        Assert.Equal(
            new FirehoseSourcePosition
            {
                ShardId = "shardId-000000000000",
                PartitionKey = "4d1ad2b9-24f8-4b9d-a088-76e9947c317a",
                SequenceNumber = "49546986683135544286507457936321625675700192471156785154",
                SubSequenceNumber = 0,
                ApproximateArrivalTimestamp = 1335205543511,
            },
            record.KinesisRecordMetadata);
    }

    [Theory]
    [InlineData("1510772160000", 1510772160000)]
    [InlineData("\"1510772160000\"", 1510772160000)]
    [InlineData("1510772160000.0", 1510772160000)]
    [InlineData("\"2017-11-15T18:56:00Z\"", 1510772160000)]
    [InlineData("\"2017-11-15T19:56:00+01:00\"", 1510772160000)]
    [InlineData("\"\"", 0)]
    [InlineData("null", 0)]
    public void Numbers_texts_ISO_times_empty_texts_and_null_are_read_everywhere(string json, long milliseconds)
    {
        foreach (var serializer in new Func<string, FirehoseEvent>[] { Read, text => JsonSerializer.Deserialize(text, EventJson.Default.FirehoseEvent)! })
        {
            var record = serializer(
                $$"""{"records":[{"approximateArrivalTimestamp":{{json}},"kinesisRecordMetadata":{"approximateArrivalTimestamp":{{json}},"subsequenceNumber":{{json}}} }]}""")
                .Records[0];

            Assert.Equal(milliseconds, record.ApproximateArrivalTimestamp);
            Assert.Equal(milliseconds, record.KinesisRecordMetadata!.ApproximateArrivalTimestamp);
            Assert.Equal(milliseconds, record.KinesisRecordMetadata.SubSequenceNumber);
        }
    }

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("true")]
    [InlineData("1e300")]
    public void What_is_no_number_and_no_time_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize($$"""{"records":[{"approximateArrivalTimestamp":{{json}} }]}""", EventJson.Default.FirehoseEvent));

    [Fact]
    public void Members_that_are_null_or_not_there_are_as_good_as_empty()
    {
        var record = Read("""{"invocationId":null,"records":[{"recordId":null,"data":null,"kinesisRecordMetadata":{"partitionKey":null,"shardId":null}}]}""").Records[0];

        Assert.Equal("", record.RecordId);
        Assert.Empty(record.Data);
        Assert.Null(record.KinesisRecordMetadata!.PartitionKey);
        Assert.Equal("", record.KinesisRecordMetadata.ShardId);
        Assert.Empty(Read("""{"records":null}""").Records);
    }

    private static FirehoseEvent Read(string json) =>
        new DefaultLambdaJsonSerializer().Deserialize<FirehoseEvent>(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    [JsonSerializable(typeof(FirehoseEvent))]
    internal sealed partial class EventJson : JsonSerializerContext;
}
