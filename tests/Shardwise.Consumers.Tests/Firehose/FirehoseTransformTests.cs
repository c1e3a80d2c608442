using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisFirehoseEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using FsCheck;
using FsCheck.Fluent;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests.Firehose;

public partial class FirehoseTransformTests
{
    private readonly MemoryStream _output = new();
    private readonly FakeLambdaContext _lambda = new();

    [Fact]
    public async Task Each_record_is_answered_once_and_in_order_as_ok_dropped_or_failed()
    {
        var response = await Doubler().HandleAsync(Event("1", "0", "-1", "nonsense", "4"), _lambda);

        Assert.Equal(["r0", "r1", "r2", "r3", "r4"], response.Records.Select(record => record.RecordId));
        Assert.Equal(["Ok", "Dropped", "ProcessingFailed", "ProcessingFailed", "Ok"], response.Records.Select(record => record.Result));
        Assert.Equal("{\"Number\":2}\n", Encoding.UTF8.GetString(Convert.FromBase64String(response.Records[0].Base64EncodedData)));
        Assert.Equal("odd", response.Records[0].Metadata.PartitionKeys["kind"]);
        Assert.Null(response.Records[1].Base64EncodedData);
        Assert.Null(response.Records[2].Base64EncodedData);
    }

    [Fact]
    public async Task An_invocation_leaves_a_log_line_and_a_metric_line()
    {
        await Doubler().HandleAsync(Event("1", "0", "nonsense"), _lambda);

        Assert.Equal(
            """
            {"event":"transform","deliveryStream":"arn:aws:firehose:eu-west-1:123456789012:deliverystream/clicks","invocation":"i-1","records":3,"ok":1,"dropped":1,"failed":1,"putBack":0,"firstFailureReason":"The record is not JSON (line 1, byte 2)."}
            {"_aws":{"Timestamp":1795172760000,"CloudWatchMetrics":[{"Namespace":"Shardwise","Dimensions":[["FunctionName"]],"Metrics":[{"Name":"TransformedRecords","Unit":"Count"},{"Name":"DroppedRecords","Unit":"Count"},{"Name":"FailedRecords","Unit":"Count"},{"Name":"PutBackRecords","Unit":"Count"}]}]},"FunctionName":"clicks","TransformedRecords":1,"DroppedRecords":1,"FailedRecords":1,"PutBackRecords":0}

            """,
            Encoding.UTF8.GetString(_output.ToArray()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    public async Task A_record_of_white_space_fails_unless_the_transform_says_otherwise(string blank)
    {
        var response = await Doubler().HandleAsync(Event(blank), _lambda);

        Assert.Equal(["ProcessingFailed"], response.Records.Select(record => record.Result));
        Assert.Contains("\"firstFailureReason\":\"The record is blank.\"", Encoding.UTF8.GetString(_output.ToArray()));
    }

    [Fact]
    public async Task A_dependency_that_fails_fails_the_invocation()
    {
        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(() => Doubler().HandleAsync(Event("1", "99"), _lambda));

        Assert.Equal("Record r1 could not be transformed for want of something else. IOException: No network.", failure.Message);
    }

    [Fact]
    public async Task What_does_not_fit_into_the_response_is_put_back_and_dropped()
    {
        var overflow = new RecordingOverflow();

        var response = await new Filler(overflow).HandleAsync(Event("2000000", "2000000", "2000000", "10"), _lambda);

        Assert.Equal(["Ok", "Ok", "Dropped", "Ok"], response.Records.Select(record => record.Result));
        Assert.Equal("r2", Assert.Single(overflow.Records).RecordId);
    }

    [Fact]
    public async Task What_does_not_fit_goes_to_the_failed_ones_where_there_is_no_place_to_put_it_back()
    {
        var response = await new Filler(null).HandleAsync(Event("2000000", "2000000", "2000000", "10"), _lambda);

        Assert.Equal(["Ok", "Ok", "ProcessingFailed", "Ok"], response.Records.Select(record => record.Result));
    }

    [Fact]
    public async Task What_could_never_fit_is_not_put_back_for_ever()
    {
        var overflow = new RecordingOverflow();

        var response = await new Filler(overflow).HandleAsync(Event("4500000"), _lambda);

        Assert.Equal(["ProcessingFailed"], response.Records.Select(record => record.Result));
        Assert.Empty(overflow.Records);
    }

    [Fact]
    public void Any_batch_is_answered_id_by_id_within_what_lambda_takes() =>
        Prop.ForAll(
            (from sizes in Gen.NonEmptyListOf(Gen.Frequency((4, Gen.Choose(0, 400_000)), (1, Gen.Choose(0, 5_000_000)))) select sizes.ToArray()).ToArbitrary(),
            sizes =>
            {
                var response = new Filler(null).HandleAsync(Event([.. sizes.Select(size => $"{size}")]), _lambda).GetAwaiter().GetResult();
                using var json = new MemoryStream();
                new DefaultLambdaJsonSerializer().Serialize(response, json);
                Assert.Equal(sizes.Select((_, place) => $"r{place}"), response.Records.Select(record => record.RecordId));
                Assert.InRange(json.Length, 0, 6_000_000);
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void An_event_of_the_service_is_read_by_the_standard_serializer()
    {
        const string Json = """
            {"invocationId":"i-1","deliveryStreamArn":"arn:d","sourceKinesisStreamArn":"arn:s","region":"eu-west-1","records":[
             {"recordId":"r0","approximateArrivalTimestamp":1763636700000,"data":"eyJOdW1iZXIiOjF9","kinesisRecordMetadata":
              {"shardId":"shardId-000000000000","partitionKey":"k","approximateArrivalTimestamp":1763636699000,"sequenceNumber":"49","subsequenceNumber":"3"}}]}
            """;

        var read = new DefaultLambdaJsonSerializer().Deserialize<FirehoseEvent>(new MemoryStream(Encoding.UTF8.GetBytes(Json)));

        Assert.Equal("arn:s", read.SourceKinesisStreamArn);
        var record = Assert.Single(read.Records);
        Assert.Equal("{\"Number\":1}", Encoding.UTF8.GetString(record.Data));
        Assert.Equal(
            new FirehoseSourcePosition
            {
                ShardId = "shardId-000000000000", PartitionKey = "k", SequenceNumber = "49", SubSequenceNumber = 3, ApproximateArrivalTimestamp = 1763636699000,
            },
            record.KinesisRecordMetadata);
    }

    private NumberDoubler Doubler() => new(new FirehoseTransformOptions { Output = _output, TimeProvider = new ManualTime() });

    private static FirehoseEvent Event(params string[] numbers) => new()
    {
        InvocationId = "i-1",
        DeliveryStreamArn = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/clicks",
        Records =
        [
            .. numbers.Select((number, place) => new FirehoseEventRecord
            {
                RecordId = $"r{place}",
                Data = Encoding.UTF8.GetBytes(int.TryParse(number, out _) ? $"{{\"Number\":{number}}}" : number),
            }),
        ],
    };

    public sealed record Numbered(int Number);

    [JsonSerializable(typeof(Numbered))]
    internal sealed partial class NumberedJson : JsonSerializerContext;

    private sealed class NumberDoubler(FirehoseTransformOptions options) : FirehoseTransform<Numbered>(NumberedJson.Default.Numbered, options)
    {
        private static readonly Dictionary<string, string> Odd = new() { ["kind"] = "odd" };

        protected override ValueTask<FirehoseResult> TransformAsync(Numbered value, FirehoseEventRecord record, CancellationToken cancellationToken) =>
            ValueTask.FromResult(value.Number switch
            {
                0 => FirehoseResult.Dropped,
                < 0 => throw new RejectedRecordException("Negative."),
                99 => throw new IOException("No network."),
                var number => FirehoseResult.Ok(new Numbered(2 * number), NumberedJson.Default.Numbered, number % 2 == 1 ? Odd : null),
            });
    }

    /// <summary>As many bytes as the number says.</summary>
    private sealed class Filler(IFirehoseOverflow? overflow)
        : FirehoseTransform<Numbered>(NumberedJson.Default.Numbered, new FirehoseTransformOptions { Overflow = overflow, Output = Stream.Null })
    {
        protected override ValueTask<FirehoseResult> TransformAsync(Numbered value, FirehoseEventRecord record, CancellationToken cancellationToken) =>
            ValueTask.FromResult(FirehoseResult.Ok(new byte[value.Number]));
    }

    private sealed class RecordingOverflow : IFirehoseOverflow
    {
        public List<FirehoseEventRecord> Records { get; } = [];

        public Task PutBackAsync(FirehoseEvent firehoseEvent, IReadOnlyList<FirehoseEventRecord> records, CancellationToken cancellationToken)
        {
            Records.AddRange(records);
            return Task.CompletedTask;
        }
    }
}
