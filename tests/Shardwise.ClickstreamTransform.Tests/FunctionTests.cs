using System.Text;
using Amazon.Lambda.KinesisFirehoseEvents;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Shardwise.ClickstreamTransform.Tests;

public sealed class FunctionTests
{
    private const string Click = """{"id":"c1","timestamp":"2026-11-20T13:05:00.000+02:00","userId":"u1","page":"/"}""";

    private readonly StringWriter log = new();

    [Fact]
    public void A_click_comes_back_as_one_line_with_its_hour_in_UTC()
    {
        var answer = Handle(Click.Replace(",", ",\n  ")).Single();

        Assert.Equal("Ok", answer.Result);
        Assert.Equal(Click.Replace("+", "\\u002B") + "\n", Data(answer));
        Assert.Equal(
            new Dictionary<string, string> { ["year"] = "2026", ["month"] = "11", ["day"] = "20", ["hour"] = "11" }, answer.Metadata.PartitionKeys);
        Assert.Empty(log.ToString());
    }

    [Fact]
    public void Every_record_comes_back_once_in_order_whatever_becomes_of_it()
    {
        var answers = Handle(Click, "", "not JSON", " \r\n\t", Click);

        Assert.Equal(["r0", "r1", "r2", "r3", "r4"], answers.Select(answer => answer.RecordId));
        Assert.Equal(["Ok", "Dropped", "ProcessingFailed", "Dropped", "Ok"], answers.Select(answer => answer.Result));
    }

    [Fact]
    public void A_failed_record_comes_back_as_it_came_and_without_partition_keys()
    {
        var answer = Handle("not JSON").Single();

        Assert.Equal("not JSON", Data(answer));
        Assert.Null(answer.Metadata);
    }

    [Theory]
    [InlineData("not JSON", "The click is not a JSON object (line 1, byte 2).")]
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

        Assert.Equal($"1 of 1 records failed. The first: {reason}\n", log.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_record_that_is_not_base64_fails_alone()
    {
        var answer = new Function(log).Handle(new KinesisFirehoseEvent
        {
            Records = [new KinesisFirehoseEvent.FirehoseRecord { RecordId = "r0", Base64EncodedData = "*" }],
        }).Records.Single();

        Assert.Equal("ProcessingFailed", answer.Result);
        Assert.Equal("1 of 1 records failed. The first: The record's data is not base64.\n", log.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_service_reads_what_the_function_answers()
    {
        var serializer = new DefaultLambdaJsonSerializer();
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(Click));
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(
            $$"""{"invocationId":"i","deliveryStreamArn":"a","region":"eu-west-1","records":[{"recordId":"r0","approximateArrivalTimestamp":1763640000000,"data":"{{data}}"}]}"""));
        using var output = new MemoryStream();

        serializer.Serialize(new Function(log).Handle(serializer.Deserialize<KinesisFirehoseEvent>(input)), output);

        var line = Convert.ToBase64String(Encoding.UTF8.GetBytes(Click.Replace("+", "\\u002B") + "\n"));
        Assert.Equal(
            $$$$"""{"records":[{"recordId":"r0","result":"Ok","data":"{{{{line}}}}","metadata":{"partitionKeys":{"year":"2026","month":"11","day":"20","hour":"11"}}}]}""",
            Encoding.UTF8.GetString(output.ToArray()));
    }

    private IList<KinesisFirehoseResponse.FirehoseRecord> Handle(params string[] records) => new Function(log).Handle(new KinesisFirehoseEvent
    {
        Records = [.. records.Select((record, index) => new KinesisFirehoseEvent.FirehoseRecord
        {
            RecordId = $"r{index}",
            Base64EncodedData = Convert.ToBase64String(Encoding.UTF8.GetBytes(record)),
        })],
    }).Records;

    private static string Data(KinesisFirehoseResponse.FirehoseRecord record) => Encoding.UTF8.GetString(Convert.FromBase64String(record.Base64EncodedData));
}
