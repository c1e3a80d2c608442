using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Shardwise.Local.Firehose;

namespace Shardwise.Local.Tests.Firehose;

public sealed class ProcessingTests
{
    private const string LineFeed = ",{\"Type\":\"AppendDelimiterToRecord\"}";

    [Theory]
    [InlineData("{\"a\":1}{\"a\":2}\n{\"a\":3}", "{\"a\":1}|{\"a\":2}|{\"a\":3}")]
    [InlineData("  {\"a\":\"}{\"} ", "{\"a\":\"}{\"}")]
    [InlineData("plain text", "plain text")]
    [InlineData("", "")]
    public async Task Records_of_several_JSON_documents_are_cut(string record, string expected)
    {
        await using var run = await FirehoseRun.StartAsync(Processed(Processor("RecordDeAggregation", ("SubRecordType", "JSON")) + LineFeed));
        await run.PutAsync(record);

        Assert.Equal(expected.Replace('|', '\n'), Encoding.UTF8.GetString(Assert.Single(await run.DeliveredAsync()).Value));
        await run.NextMinuteAsync();
        Assert.Equal(expected.Split('|').Length, run.Metric("DeliveryToS3.Records"));
    }

    [Fact]
    public async Task Delimited_records_are_cut_into_500_at_most()
    {
        string delimiter = Convert.ToBase64String("####"u8);
        await using var run = await FirehoseRun.StartAsync(Processed(Processor("RecordDeAggregation", ("SubRecordType", "DELIMITED"), ("Delimiter", delimiter)) + LineFeed));
        await run.PutAsync("a####b####", string.Join("####", Enumerable.Range(0, 501)));

        string[] lines = Encoding.UTF8.GetString(Assert.Single(await run.DeliveredAsync()).Value).Split('\n');

        Assert.Equal(["a", "b", "0", "1"], lines.Take(4));
        Assert.Equal("499####500", lines[^1]);
        Assert.Equal(2 + 500, lines.Length);
    }

    [Fact]
    public async Task Of_what_CloudWatch_Logs_sends_only_the_messages_are_delivered()
    {
        await using var run = await FirehoseRun.StartAsync(Processed(
            Processor("Decompression", ("CompressionFormat", "GZIP")) + "," + Processor("CloudWatchLogProcessing", ("DataMessageExtraction", "true"))));
        byte[] noise = "not gzip"u8.ToArray();
        await run.PutAsync("clicks",
        [
            Gzip("""{"messageType":"DATA_MESSAGE","owner":"1","logEvents":[{"id":"1","timestamp":1,"message":"first\tü"},{"id":"2","timestamp":2,"message":""}]}"""),
            Gzip("""{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}"""),
            noise,
            Gzip("""{"order":1}"""),
        ]);

        Assert.Equal("first\tü\n\n", Encoding.UTF8.GetString(Assert.Single(await run.DeliveredAsync(), item => item.Key.StartsWith("good/", StringComparison.Ordinal)).Value));
        var failures = await run.FailuresAsync("decompression-failed");
        Assert.Equal(2, failures.Count);
        Assert.Equal(Convert.ToBase64String(noise), failures[0]["rawData"]!.ToString());
        Assert.All(failures, failure => Assert.Equal(("Decompression failed.", 1), (failure["errorCode"]!.ToString(), (int)failure["attemptsMade"]!)));
        Assert.Null(failures[0]["lambdaARN"]);
    }

    [Fact]
    public async Task Records_go_under_the_keys_that_jq_finds_in_them()
    {
        await using var run = await FirehoseRun.StartAsync(Partitioned(
            "{customer: .customer.id, year: .at | strftime(\"%Y\")} # keys", "c=!{partitionKeyFromQuery:customer}/y=!{partitionKeyFromQuery:year}/"));
        await run.PutAsync(
            """{"customer":{"id":7},"at":1577836800,"n":1}""",
            """
            {"customer":{"id":"a/b"},
             "at":1609459200,"n":2}
            """,
            """{"customer":{"id":7},"at":1577836801,"n":3}""");

        var delivered = await run.DeliveredAsync();

        Assert.Equal(["c=7/y=2020/", "c=a/b/y=2021/"], delivered.Keys.Select(key => key[..(key.LastIndexOf('/') + 1)]));
        Assert.Equal("""{"customer":{"id":7},"at":1577836800,"n":1}{"customer":{"id":7},"at":1577836801,"n":3}""", Encoding.UTF8.GetString(delivered.Values.First()));
    }

    [Theory]
    [InlineData("not JSON", "The record is not valid JSON")]
    [InlineData("{\"customer\":null}", "partitionKeys values must not be null or empty")]
    [InlineData("{\"customer\":\"\"}", "partitionKeys values must not be null or empty")]
    [InlineData("{\"customer\":[1]}", "partitionKeys values must not be null or empty")]
    [InlineData("{}", "partitionKeys values must not be null or empty")]
    [InlineData("[1]", "Cannot index array with string \"customer\"")]
    public async Task A_record_without_its_keys_goes_to_the_failures_and_the_next_is_delivered(string record, string why)
    {
        await using var run = await FirehoseRun.StartAsync(Partitioned("{customer:.customer}", "c=!{partitionKeyFromQuery:customer}/"));
        await run.PutAsync(record, "{\"customer\":1}");

        Assert.Equal("c=1/", Assert.Single(await run.DeliveredAsync(), item => item.Key.StartsWith("c=", StringComparison.Ordinal)).Key[..4]);
        var failure = Assert.Single(await run.FailuresAsync());
        Assert.Equal(("DynamicPartitioning.MetadataExtractionFailed", why), (failure["errorCode"]!.ToString(), failure["errorMessage"]!.ToString()));
        Assert.Equal(record, Encoding.UTF8.GetString(Convert.FromBase64String(failure["rawData"]!.ToString())));
    }

    [Fact]
    public async Task Records_go_under_the_keys_that_the_function_gives()
    {
        await using var run = await FirehoseRun.StartAsync(
            FirehoseRun.S3("\"Prefix\":\"l=!{partitionKeyFromLambda:letter}/\",\"ErrorOutputPrefix\":\"bad/!{firehose:error-output-type}/\",\"DynamicPartitioningConfiguration\":{\"Enabled\":true},"
                + "\"ProcessingConfiguration\":{\"Enabled\":true,\"Processors\":[" + Processor("Lambda", ("LambdaArn", "arn:aws:lambda:us-east-1:0:function:f:3")) + "]}"),
            payload => new JsonObject
            {
                ["records"] = new JsonArray([.. payload["records"]!.AsArray().Select(record =>
                {
                    string data = record!["data"]!.ToString();
                    string text = Encoding.UTF8.GetString(Convert.FromBase64String(data));
                    var keys = text == "-" ? new JsonObject() : new JsonObject { ["letter"] = text[..1] };
                    return (JsonNode)new JsonObject
                    {
                        ["recordId"] = record["recordId"]!.ToString(), ["result"] = "Ok", ["data"] = data, ["metadata"] = new JsonObject { ["partitionKeys"] = keys },
                    };
                })]),
            }.ToJsonString());
        await run.PutAsync("apple", "berry", "avocado", "-");

        var delivered = (await run.DeliveredAsync()).ToDictionary(item => item.Key.Split('/')[0], item => Encoding.UTF8.GetString(item.Value));

        Assert.Equal(("appleavocado", "berry"), (delivered["l=a"], delivered["l=b"]));
        Assert.Equal("partitionKeys values must not be null or empty", Assert.Single(await run.FailuresAsync())["errorMessage"]!.ToString());
    }

    [Fact]
    public async Task More_than_500_partitions_at_a_time_are_too_many()
    {
        await using var run = await FirehoseRun.StartAsync(Partitioned("{n:.}", "n=!{partitionKeyFromQuery:n}/"));
        await run.PutAsync([.. Enumerable.Range(0, 502).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))]);

        Assert.Equal(500, (await run.DeliveredAsync()).Keys.Count(key => key.StartsWith("n=", StringComparison.Ordinal)));
        Assert.Equal(2, (await run.FailuresAsync()).Count(failure => failure["errorCode"]!.ToString() == "DynamicPartitioning.ActivePartitionLimitExceeded"));
    }

    [Fact]
    public async Task A_query_that_never_ends_or_ends_jq_fails_its_record_only()
    {
        string jq = JqQuery.Find()!;
        await using var halting = await JqQuery.StartAsync(jq, "if .n == 1 then halt else {n} end", CancellationToken.None);
        Assert.Equal("The query did not end", (await halting.RunAsync("{\"n\":1}"u8.ToArray(), CancellationToken.None)).Problem);
        Assert.Equal("{\"n\":2}", (await halting.RunAsync("{\"n\":2}"u8.ToArray(), CancellationToken.None)).Result.GetRawText());
        await using var two = await JqQuery.StartAsync(jq, ".n, .n", CancellationToken.None);
        Assert.Equal("The query gave 2 results instead of one", (await two.RunAsync("{\"n\":2}"u8.ToArray(), CancellationToken.None)).Problem);
        await using var environment = await JqQuery.StartAsync(jq, "{n: (env | length)}", CancellationToken.None);
        Assert.Equal("{\"n\":0}", (await environment.RunAsync("1"u8.ToArray(), CancellationToken.None)).Result.GetRawText());
        await Assert.ThrowsAsync<FormatException>(() => JqQuery.StartAsync(jq, ".a) | (.b +", CancellationToken.None));
    }

    private static string Processed(string processors, string rest = "") =>
        FirehoseRun.S3("\"Prefix\":\"good/\",\"ErrorOutputPrefix\":\"bad/\"," + rest + "\"ProcessingConfiguration\":{\"Enabled\":true,\"Processors\":[" + processors + "]}");

    private static string Partitioned(string query, string prefix) => FirehoseRun.S3(
        $"\"Prefix\":\"{prefix}\",\"ErrorOutputPrefix\":\"bad/!{{firehose:error-output-type}}/\",\"DynamicPartitioningConfiguration\":{{\"Enabled\":true}},"
        + "\"ProcessingConfiguration\":{\"Enabled\":true,\"Processors\":["
        + Processor("MetadataExtraction", ("MetadataExtractionQuery", query), ("JsonParsingEngine", "JQ-1.6")) + "]}");

    private static string Processor(string type, params (string Name, string Value)[] parameters) => new JsonObject
    {
        ["Type"] = type,
        ["Parameters"] = new JsonArray([.. parameters.Select(parameter => (JsonNode)new JsonObject { ["ParameterName"] = parameter.Name, ["ParameterValue"] = parameter.Value })]),
    }.ToJsonString();

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
