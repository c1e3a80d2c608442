using System.Text;
using System.Text.Json;
using Amazon.Lambda.KinesisFirehoseEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Shardwise.Consumers;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.ClickstreamTransform.Tests;

public sealed class FunctionTests
{
    private const string Click = """{"id":"c1","timestamp":"2026-11-20T13:05:00.000+02:00","userId":"u1","page":"/"}""";

    private readonly MemoryStream _output = new();

    [Fact]
    public void A_click_comes_back_as_one_line_with_its_hour_in_UTC()
    {
        var answer = Handle(Click.Replace(",", ",\n  ")).Single();

        Assert.Equal("Ok", answer.Result);
        Assert.Equal(Click.Replace("+", "\\u002B") + "\n", Data(answer));
        Assert.Equal(
            new Dictionary<string, string> { ["year"] = "2026", ["month"] = "11", ["day"] = "20", ["hour"] = "11" }, answer.Metadata.PartitionKeys);
        Assert.Null(FirstFailureReason());
    }

    [Fact]
    public void Members_that_nobody_here_knows_are_delivered_too()
    {
        var click = Click.Replace("}", ""","experiment":{"b":[1,2.50]}}""");

        var answer = Handle(click).Single();

        Assert.Equal(click.Replace("+", "\\u002B") + "\n", Data(answer));
    }

    [Fact]
    public void Every_record_comes_back_once_in_order_whatever_becomes_of_it()
    {
        var answers = Handle(Click, "", "not JSON", " \r\n\t", Click);

        Assert.Equal(["r0", "r1", "r2", "r3", "r4"], answers.Select(answer => answer.RecordId));
        Assert.Equal(["Ok", "Dropped", "ProcessingFailed", "Dropped", "Ok"], answers.Select(answer => answer.Result));
    }

    [Fact]
    public void A_failed_record_comes_back_without_partition_keys()
    {
        var answer = Handle("not JSON").Single();

        Assert.Null(answer.Base64EncodedData);
        Assert.Null(answer.Metadata);
    }

    [Theory]
    [InlineData("not JSON", "The record is not JSON (line 1, byte 2).")]
    [InlineData("[]", "The click is not a JSON object.")]
    [InlineData("""{"timestamp":"2026-11-20T11:05:00Z","userId":"u1","page":"/"}""", "The click has no \"id\".")]
    [InlineData("""{"id":"","timestamp":"2026-11-20T11:05:00Z","userId":"u1","page":"/"}""", "The click has no \"id\".")]
    [InlineData("""{"id":1,"timestamp":"2026-11-20T11:05:00Z","userId":"u1","page":"/"}""", "The click has no \"id\".")]
    [InlineData("""{"id":"c1","timestamp":"2026-11-20T11:05:00Z","page":"/"}""", "The click has no \"userId\".")]
    [InlineData("""{"id":"c1","timestamp":"2026-11-20T11:05:00Z","userId":"u1"}""", "The click has no \"page\".")]
    [InlineData("""{"id":"c1","userId":"u1","page":"/"}""", "The click has no \"timestamp\" that is an ISO 8601 date and time.")]
    [InlineData("""{"id":"c1","timestamp":"noon","userId":"u1","page":"/"}""", "The click has no \"timestamp\" that is an ISO 8601 date and time.")]
    public void Why_a_record_failed_is_logged(string record, string reason)
    {
        Handle(record);

        Assert.Equal(reason, FirstFailureReason());
    }

    [Fact]
    public void The_service_reads_what_the_function_answers()
    {
        var serializer = new DefaultLambdaJsonSerializer();
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(Click));
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(
            $$"""{"invocationId":"i","deliveryStreamArn":"a","region":"eu-west-1","records":[{"recordId":"r0","approximateArrivalTimestamp":1763640000000,"data":"{{data}}"}]}"""));
        using var output = new MemoryStream();

        serializer.Serialize(Handle(serializer.Deserialize<FirehoseEvent>(input)), output);

        var line = Convert.ToBase64String(Encoding.UTF8.GetBytes(Click.Replace("+", "\\u002B") + "\n"));
        Assert.Equal(
            $$$$"""{"records":[{"recordId":"r0","result":"Ok","data":"{{{{line}}}}","metadata":{"partitionKeys":{"year":"2026","month":"11","day":"20","hour":"11"}}}]}""",
            Encoding.UTF8.GetString(output.ToArray()));
    }

    private IList<KinesisFirehoseResponse.FirehoseRecord> Handle(params string[] records) => Handle(new FirehoseEvent
    {
        Records = [.. records.Select((record, place) => new FirehoseEventRecord { RecordId = $"r{place}", Data = Encoding.UTF8.GetBytes(record) })],
    }).Records;

    private KinesisFirehoseResponse Handle(FirehoseEvent firehoseEvent) =>
        new Function(new FirehoseTransformOptions { Output = _output }).Handle(firehoseEvent, new FakeLambdaContext()).GetAwaiter().GetResult();

    private string? FirstFailureReason()
    {
        using var line = JsonDocument.Parse(Encoding.UTF8.GetString(_output.ToArray()).Split('\n')[0]);
        return line.RootElement.TryGetProperty("firstFailureReason", out var reason) ? reason.GetString() : null;
    }

    private static string Data(KinesisFirehoseResponse.FirehoseRecord record) => Encoding.UTF8.GetString(Convert.FromBase64String(record.Base64EncodedData));
}
