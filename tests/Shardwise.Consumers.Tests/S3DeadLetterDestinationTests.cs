using System.Text;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests;

public class S3DeadLetterDestinationTests
{
    private const string Key = "dead/2026/11/20/11/shardId-000000000003/4711-2.json";
    private readonly FakeS3 _s3 = new();

    [Fact]
    public async Task A_letter_is_one_JSON_object_under_the_hour_of_its_arrival()
    {
        await Destination().WriteAsync([Letter()], CancellationToken.None);

        var stored = Assert.Single(_s3.Objects);
        Assert.Equal($"bucket/{Key}", stored.Key);
        Assert.Equal("application/json", stored.Value.ContentType);
        Assert.Equal(
            """{"streamArn":"arn:aws:kinesis:eu-west-1:123456789012:stream/clicks","shardId":"shardId-000000000003","sequenceNumber":"4711","subSequenceNumber":2,"partitionKey":"user-1","approximateArrival":"2026-11-20T11:05:00.250Z","attempts":3,"reason":"Broken.","payloadBase64":"aGVsbG8="}""",
            Encoding.UTF8.GetString(stored.Value.Body));
    }

    [Fact]
    public async Task A_letter_keeps_the_explicit_hash_key_that_its_record_had()
    {
        await Destination().WriteAsync([Letter() with { ExplicitHashKey = "42" }], CancellationToken.None);

        Assert.Contains("\"partitionKey\":\"user-1\",\"explicitHashKey\":\"42\",", Encoding.UTF8.GetString(Assert.Single(_s3.Objects).Value.Body));
    }

    [Fact]
    public async Task A_letter_that_comes_again_overwrites_itself()
    {
        await Destination().WriteAsync([Letter()], CancellationToken.None);
        await Destination().WriteAsync([Letter()], CancellationToken.None);

        Assert.Equal(2, _s3.Puts);
        Assert.Single(_s3.Objects);
    }

    [Fact]
    public async Task Many_letters_are_all_written()
    {
        var letters = Enumerable.Range(0, 100).Select(number => Letter() with { SubSequenceNumber = number }).ToList();

        await Destination().WriteAsync(letters, CancellationToken.None);

        Assert.Equal(100, _s3.Objects.Count);
    }

    [Fact]
    public async Task A_refusal_by_S3_names_the_object_and_S3_s_error_code()
    {
        _s3.Refuse = _ => FakeS3.SlowDown();

        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(() => Destination().WriteAsync([Letter()], CancellationToken.None));

        Assert.Equal($"S3 did not take s3://bucket/{Key}: SlowDown (HTTP 503).", failure.Message);
    }

    [Fact]
    public async Task An_S3_that_cannot_be_reached_is_named_too()
    {
        _s3.Refuse = _ => throw new HttpRequestException("Connection refused");

        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(() => Destination().WriteAsync([Letter()], CancellationToken.None));

        Assert.Equal($"S3 could not be reached to write s3://bucket/{Key}.", failure.Message);
    }

    private S3DeadLetterDestination Destination() => new(_s3.Client(), "bucket", "dead/");

    private static DeadLetter Letter() => new()
    {
        Position = PositionOf("4711"),
        SubSequenceNumber = 2,
        PartitionKey = "user-1",
        Attempts = 3,
        Reason = "Broken.",
        Payload = Events.Plain("hello"),
    };

    private static RecordPosition PositionOf(string sequenceNumber) => new()
    {
        StreamArn = Events.StreamArn,
        ShardId = Events.ShardId,
        SequenceNumber = sequenceNumber,
        PartitionKey = "a",
        ApproximateArrival = new DateTimeOffset(Events.Arrival),
        IndexInBatch = 0,
    };
}
