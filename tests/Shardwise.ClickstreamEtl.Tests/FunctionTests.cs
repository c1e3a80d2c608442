using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.KinesisEvents;
using Shardwise.Consumers;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.ClickstreamEtl.Tests;

public class FunctionTests
{
    private static readonly EtlSettings Settings = new()
    {
        OutputBucket = "out",
        OutputPrefix = "clicks/",
        DeadLetterBucket = "dead",
        DeadLetterPrefix = "dead-letters/",
    };

    private readonly FakeS3 _s3 = new();

    [Fact]
    public async Task Clicks_become_gzip_lines_under_the_hour_in_which_they_happened()
    {
        var answer = await InvokeAsync(Events.Of(
            Events.Aggregate(Click("1", "2026-11-20T11:05:00.000Z"), Click("2", "2026-11-20T11:59:59.999Z")),
            Events.Plain("""{"id":"3","timestamp":"2026-11-20T12:30:00+01:00","userId":"u","page":"/p","referrer":"https://example.org/"}"""),
            Events.Aggregate(Click("4", "2026-11-20T12:00:00.000Z"), Click("5", "2026-11-20T11:00:00.0001Z"))));

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal([Key(11, 0), Key(12, 2)], _s3.Objects.Keys.Order());
        Assert.Equal(
            """
            {"id":"1","timestamp":"2026-11-20T11:05:00.000Z","userId":"u","page":"/p"}
            {"id":"2","timestamp":"2026-11-20T11:59:59.999Z","userId":"u","page":"/p"}
            {"id":"3","timestamp":"2026-11-20T11:30:00.000Z","userId":"u","page":"/p","referrer":"https://example.org/"}
            {"id":"5","timestamp":"2026-11-20T11:00:00.0001000Z","userId":"u","page":"/p"}

            """,
            TextOf(Key(11, 0)));
    }

    [Fact]
    public async Task An_object_says_that_it_is_gzip_lines_of_JSON()
    {
        await InvokeAsync(Events.Of(Events.Plain(Click("1", "2026-11-20T11:05:00.000Z"))));

        var stored = _s3.Objects[Key(11, 0)];
        Assert.Equal("application/x-ndjson", stored.ContentType);
        Assert.Equal("gzip", stored.ContentEncoding);
    }

    [Fact]
    public async Task The_same_batch_delivered_twice_leaves_the_same_objects()
    {
        var batch = new[] { Events.Plain(Click("1", "2026-11-20T11:05:00.000Z")), Events.Plain("no click") };
        await InvokeAsync(Events.Of(batch));
        var first = _s3.Objects.ToDictionary(item => item.Key, item => item.Value.Body);

        await InvokeAsync(Events.Of(batch));

        Assert.Equal(first.Keys.Order(), _s3.Objects.Keys.Order());
        Assert.All(first, item => Assert.Equal(item.Value, _s3.Objects[item.Key].Body));
    }

    [Fact]
    public async Task A_batch_delivered_again_in_halves_leaves_each_click_once()
    {
        byte[][] batch =
        [
            Events.Plain(Click("1", "2026-11-20T11:00:00.000Z")),
            Events.Plain(Click("2", "2026-11-20T11:01:00.000Z")),
            Events.Plain(Click("3", "2026-11-20T12:00:00.000Z")),
            Events.Plain(Click("4", "2026-11-20T11:02:00.000Z")),
        ];
        await InvokeAsync(Events.Of(batch));

        await InvokeAsync(Events.Of(0, batch[..2]));
        await InvokeAsync(Events.Of(2, batch[2..]));

        var ids = _s3.Objects.Keys.Select(TextOf).SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString());
        Assert.Equal(["1", "2", "3", "4"], ids.Order());
    }

    [Fact]
    public async Task A_malformed_click_goes_to_the_dead_letters_and_its_neighbours_are_written()
    {
        var answer = await InvokeAsync(Events.Of(
            Events.Aggregate(Click("1", "2026-11-20T11:05:00.000Z"), """{"id":"2"}""", Click("3", "2026-11-20T11:05:00.000Z"))));

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(2, TextOf(Key(11, 0)).Count(character => character == '\n'));
        var letter = JsonDocument.Parse(_s3.Objects[$"dead/dead-letters/2026/11/20/11/{Events.ShardId}/{Events.Sequence(0)}-1.json"].Body).RootElement;
        Assert.Equal("The click has no \"timestamp\".", letter.GetProperty("reason").GetString());
        Assert.Equal("""{"id":"2"}""", Encoding.UTF8.GetString(letter.GetProperty("payloadBase64").GetBytesFromBase64()));
    }

    [Fact]
    public async Task When_S3_does_not_take_the_clicks_the_batch_is_delivered_again_and_nothing_is_set_aside()
    {
        _s3.Refuse = _ => FakeS3.SlowDown();
        using var output = new MemoryStream();

        var answer = await InvokeAsync(
            Events.Of(Events.Plain(Click("1", "2026-11-20T11:05:00.000Z")), Events.Plain(Click("2", "2026-11-20T12:05:00.000Z"))), output);

        Assert.Equal(Events.Sequence(0), Assert.Single(answer.BatchItemFailures).ItemIdentifier);
        Assert.Empty(_s3.Objects);
        Assert.Contains("\"reason\":\"The flush failed. S3 did not take s3://out/clicks/year=2026/", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task Clicks_of_a_batch_that_failed_are_not_written_with_the_next_one()
    {
        var function = NewFunction(Stream.Null);
        _s3.Refuse = _ => FakeS3.SlowDown();
        await function.HandleAsync(Events.Of(0, [Events.Plain(Click("1", "2026-11-20T11:05:00.000Z"))]), new FakeLambdaContext());
        _s3.Refuse = _ => null;

        await function.HandleAsync(Events.Of(7, [Events.Plain(Click("2", "2026-11-20T11:05:00.000Z"))]), new FakeLambdaContext());

        Assert.Equal([Key(11, 7)], _s3.Objects.Keys);
        Assert.DoesNotContain("\"id\":\"1\"", TextOf(Key(11, 7)));
    }

    [Fact]
    public async Task A_payload_as_Lambda_sends_it_goes_through_the_serializer_and_back()
    {
        var data = Convert.ToBase64String(Events.Aggregate(Click("1", "2026-11-20T11:05:00.000Z"), "no click"));
        var payload = $$"""
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"a","sequenceNumber":"{{Events.Sequence(0)}}","data":"{{data}}","approximateArrivalTimestamp":1795172700.123},
            "eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"{{Events.ShardId}}:{{Events.Sequence(0)}}","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/r","awsRegion":"eu-west-1","eventSourceARN":"{{Events.StreamArn}}"}]}
            """;
        var serializer = new KinesisEventSerializer();
        using var request = new MemoryStream(Encoding.UTF8.GetBytes(payload));
        using var response = new MemoryStream();

        serializer.Serialize(await InvokeAsync(serializer.Deserialize<KinesisEvent>(request)), response);

        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(response.ToArray()));
        Assert.Equal(2, _s3.Objects.Count);
        var letter = JsonDocument.Parse(_s3.Objects.Single(item => item.Key.StartsWith("dead/")).Value.Body).RootElement;
        Assert.Equal("2026-11-20T11:05:00.123Z", letter.GetProperty("approximateArrival").GetString());
    }

    private static string Click(string id, string timestamp) => $$"""{"id":"{{id}}","timestamp":"{{timestamp}}","userId":"u","page":"/p"}""";

    private static string Key(int hour, int place) =>
        $"out/clicks/year=2026/month=11/day=20/hour={hour}/{Events.ShardId}-{Events.Sequence(place)}-0.ndjson.gz";

    private string TextOf(string key)
    {
        using var lines = new StreamReader(new GZipStream(new MemoryStream(_s3.Objects[key].Body), CompressionMode.Decompress));
        return lines.ReadToEnd();
    }

    private Task<StreamsEventResponse> InvokeAsync(KinesisEvent kinesisEvent, Stream? output = null) =>
        NewFunction(output ?? Stream.Null).HandleAsync(kinesisEvent, new FakeLambdaContext());

    private Function NewFunction(Stream output) => new(Settings, _s3.Client(), new ConsumerOptions { Output = output });
}
