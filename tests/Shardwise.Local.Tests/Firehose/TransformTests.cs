using System.Text;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Tests.Firehose;

public sealed class TransformTests
{
    private const string Function = "arn:aws:lambda:us-east-1:000000000000:function:transform";

    [Fact]
    public async Task What_the_function_answers_is_delivered_what_it_drops_is_not_and_what_it_refuses_is_kept_with_the_failures()
    {
        await using var run = await FirehoseRun.StartAsync(Lambda(), Answer((data, entry) => data switch
        {
            "drop" => entry("Dropped", null),
            "refuse" => entry("ProcessingFailed", null),
            _ => entry("Ok", data.ToUpperInvariant() + "\n"),
        }));
        await run.PutAsync("a", "drop", "b", "refuse");

        var delivered = await run.DeliveredAsync();
        var failure = Assert.Single(await run.FailuresAsync());

        Assert.Equal("A\nB\n", Good(delivered));
        Assert.Equal(["rawData", "errorCode", "errorMessage", "attemptsMade", "arrivalTimestamp", "attemptEndingTimestamp", "lambdaARN"], failure.AsObject().Select(member => member.Key));
        Assert.Equal(("refuse", "Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record", 1, Function + ":$LATEST"), Of(failure));
        Assert.True((long)failure["attemptEndingTimestamp"]! >= (long)failure["arrivalTimestamp"]!);
        await run.NextMinuteAsync();
        Assert.Equal((3, 2, 2), (run.Metric("DeliveryToS3.Records"), run.Metric("SucceedProcessing.Records"), run.Metric("SucceedProcessing.Bytes")));
    }

    [Fact]
    public async Task The_function_sees_the_service_s_event()
    {
        JsonNode? seen = null;
        await using var run = await FirehoseRun.StartAsync(Lambda(), payload =>
        {
            seen = payload;
            return "{}";
        });
        await run.PutAsync("a", "");
        await run.FailuresAsync();

        Assert.Equal(["invocationId", "deliveryStreamArn", "region", "records"], seen!.AsObject().Select(member => member.Key));
        Assert.Equal("arn:aws:firehose:us-east-1:000000000000:deliverystream/clicks", seen["deliveryStreamArn"]!.ToString());
        Assert.Equal(["YQ==", ""], seen["records"]!.AsArray().Select(record => record!["data"]!.ToString()));
        Assert.All(seen["records"]!.AsArray(), record =>
        {
            Assert.Matches(@"\A\d{62}\z", record!["recordId"]!.ToString());
            Assert.Equal(run.Services.Clock.GetUtcNow().ToUnixTimeMilliseconds(), (double)record["approximateArrivalTimestamp"]!, 600_000.0);
        });
    }

    [Fact]
    public async Task Ids_that_are_missing_or_doubled_fail_their_records_and_unknown_ones_are_passed_over()
    {
        await using var run = await FirehoseRun.StartAsync(Lambda(), payload =>
        {
            string[] ids = [.. payload["records"]!.AsArray().Select(record => record!["recordId"]!.ToString())];
            return $$"""
                {"records":[{"recordId":"{{ids[0]}}","result":"Ok","data":"YQ=="},{"recordId":"{{ids[1]}}","result":"Ok","data":"Yg=="},
                            {"recordId":"{{ids[1]}}","result":"Ok","data":"Yg=="},{"recordId":"unknown","result":"Ok","data":"eA=="}]}
                """;
        });
        await run.PutAsync("one", "doubled", "missing");

        var delivered = await run.DeliveredAsync();
        var failures = await run.FailuresAsync();

        Assert.Equal("a", Good(delivered));
        Assert.Equal(
            [
                ("doubled", "Lambda.DuplicatedRecordId",
                    "Multiple records were returned with the same record Id. Ensure that the Lambda function returns a unique record Id for each record.", 1, Function + ":$LATEST"),
                ("missing", "Lambda.MissingRecordId",
                    "One or more record Ids were not returned. Ensure that the Lambda function returns all received record Ids.", 1, Function + ":$LATEST"),
            ],
            failures.Select(Of));
    }

    [Theory]
    [InlineData("not JSON", "Lambda.JsonProcessingException")]
    [InlineData("{\"records\":[{\"recordId\":\"1\",\"result\":\"Fine\",\"data\":\"\"}]}", "Lambda.FunctionError")]
    [InlineData("{\"records\":[{\"recordId\":\"1\",\"result\":\"Ok\",\"data\":\"?\"}]}", "Lambda.FunctionError")]
    [InlineData("{\"records\":[{\"recordId\":\"1\",\"result\":\"Ok\"}]}", "Lambda.FunctionError")]
    [InlineData("{\"records\":[\"1\"]}", "Lambda.FunctionError")]
    [InlineData("{\"records\":7}", "Lambda.MissingRecordId")]
    [InlineData("[]", "Lambda.MissingRecordId")]
    public async Task An_answer_that_is_wrong_fails_the_whole_batch_and_is_not_asked_for_again(string answer, string code)
    {
        await using var run = await FirehoseRun.StartAsync(Lambda(), _ => answer);
        await run.PutAsync("a", "b");

        Assert.All(await run.FailuresAsync(), failure => Assert.Equal((code, 1), (failure["errorCode"]!.ToString(), (int)failure["attemptsMade"]!)));
        await run.NextMinuteAsync();
        Assert.Equal(1, run.Metric("ExecuteProcessing.Success", point => point.SampleCount));
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public async Task A_function_that_fails_is_tried_again_with_the_same_ids_and_data(int? retries, int attempts)
    {
        var events = new List<JsonNode>();
        await using var run = await FirehoseRun.StartAsync(
            Lambda(retries is null ? "" : $",{{\"ParameterName\":\"NumberOfRetries\",\"ParameterValue\":\"{retries}\"}}"),
            payload =>
            {
                events.Add(payload);
                throw new InvalidOperationException("no");
            },
            speed: 3600);
        await run.PutAsync("a");

        var failure = Assert.Single(await run.FailuresAsync());

        Assert.Equal(("a", "Lambda.FunctionError", "The Lambda function was successfully invoked but it returned an error result.", attempts, Function + ":$LATEST"), Of(failure));
        Assert.Equal(attempts, events.Count);
        Assert.Single(events.Select(payload => payload["records"]!.ToJsonString()).Distinct());
        Assert.Equal(attempts, events.Select(payload => payload["invocationId"]!.ToString()).Distinct().Count());
        Assert.Equal($"Delivery: 1 records could not be transformed by {Function} in {attempts} tries: Lambda.FunctionError", Assert.Single(run.Said));
    }

    [Fact]
    public async Task A_function_that_is_not_there_fails_the_records()
    {
        await using var run = await FirehoseRun.StartAsync(Lambda(), function: null, speed: 3600);
        await run.PutAsync("a");

        Assert.Equal("Lambda.ResourceNotFound", Assert.Single(await run.FailuresAsync())["errorCode"]!.ToString());
    }

    [Theory]
    [InlineData("", "Lambda.InvokeAccessDenied")]
    [InlineData(Function + ":$LATEST", null)]
    public async Task A_role_that_may_not_invoke_the_function_fails_the_records(string allowed, string? code)
    {
        await using var run = await FirehoseRun.StartAsync(Lambda(), Answer((data, entry) => entry("Ok", data)), speed: 3600);
        run.Refused["lambda:InvokeFunction"] = allowed;
        await run.PutAsync("a");

        Assert.Equal(code, (await run.FailuresAsync()).SingleOrDefault()?["errorCode"]!.ToString());
    }

    [Fact]
    public async Task No_event_is_larger_than_Lambda_takes()
    {
        var sizes = new List<int>();
        await using var run = await FirehoseRun.StartAsync(
            Lambda(",{\"ParameterName\":\"BufferSizeInMBs\",\"ParameterValue\":\"3\"}"),
            payload =>
            {
                sizes.Add(payload.ToJsonString().Length);
                return Answer((data, entry) => entry("Ok", data))(payload);
            });
        byte[] data = Encoding.UTF8.GetBytes(new string('x', 700_000));
        for (int i = 0; i < 4; i++)
        {
            await run.PutAsync("clicks", Enumerable.Repeat(data, 5));
        }

        Assert.Equal(20 * data.Length, (await run.DeliveredAsync()).Values.Sum(body => body.Length));
        Assert.InRange(sizes.Max(), 3_000_000, 6 * 1024 * 1024);
    }

    [Fact]
    public async Task An_answer_larger_than_six_megabytes_is_a_failure_of_the_function()
    {
        await using var run = await FirehoseRun.StartAsync(Lambda(), Answer((_, entry) => entry("Ok", new string('x', 4_800_000))), speed: 3600);
        await run.PutAsync("a");

        Assert.Equal("Lambda.FunctionError", Assert.Single(await run.FailuresAsync())["errorCode"]!.ToString());
    }

    /// <summary>An S3 destination with a function.</summary>
    private static string Lambda(string parameters = "", string rest = "") => FirehoseRun.S3(
        "\"Prefix\":\"good/\",\"ErrorOutputPrefix\":\"bad/\",\"ProcessingConfiguration\":{\"Enabled\":true,\"Processors\":[{\"Type\":\"Lambda\",\"Parameters\":["
        + "{\"ParameterName\":\"LambdaArn\",\"ParameterValue\":\"" + Function + "\"}" + parameters + "]}" + rest + "]}");

    private static Func<JsonNode, string> Answer(Func<string, Func<string, string?, JsonObject>, JsonObject> transform) => payload => new JsonObject
    {
        ["records"] = new JsonArray([.. payload["records"]!.AsArray().Select(record => (JsonNode)transform(
            Encoding.UTF8.GetString(Convert.FromBase64String(record!["data"]!.ToString())),
            (result, data) => new JsonObject
            {
                ["recordId"] = record["recordId"]!.ToString(),
                ["result"] = result,
                ["data"] = data is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(data)),
            }))]),
    }.ToJsonString();

    private static string Good(IEnumerable<KeyValuePair<string, byte[]>> delivered) =>
        string.Concat(delivered.Where(item => item.Key.StartsWith("good/", StringComparison.Ordinal)).Select(item => Encoding.UTF8.GetString(item.Value)));

    private static (string Raw, string Code, string Message, int Attempts, string? Function) Of(JsonNode failure) => (
        Encoding.UTF8.GetString(Convert.FromBase64String(failure["rawData"]!.ToString())),
        failure["errorCode"]!.ToString(),
        failure["errorMessage"]!.ToString(),
        (int)failure["attemptsMade"]!,
        failure["lambdaARN"]?.ToString());
}
