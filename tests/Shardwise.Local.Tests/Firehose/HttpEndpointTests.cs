using System.Text;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Tests.Firehose;

public sealed class HttpEndpointTests
{
    [Fact]
    public async Task Records_are_posted_as_the_specification_says()
    {
        await using var endpoint = await EndpointServer.StartAsync((_, id) => (200, "application/json", Accepted(id)));
        await using var run = await FirehoseRun.StartAsync(Http(endpoint.Url + "v1/collect?source=a",
            "\"RequestConfiguration\":{\"ContentEncoding\":\"GZIP\",\"CommonAttributes\":[{\"AttributeName\":\"stage\",\"AttributeValue\":\"test\"}]}"));
        await run.PutAsync("hello", "");

        Assert.Empty(await run.DeliveredAsync());
        var request = Assert.Single(endpoint.Requests);
        Assert.Equal("/v1/collect?source=a", request.Path);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal("gzip", request.Headers["Content-Encoding"]);
        Assert.Equal("1.0", request.Headers["X-Amz-Firehose-Protocol-Version"]);
        Assert.Equal("arn:aws:firehose:us-east-1:000000000000:deliverystream/clicks", request.Headers["X-Amz-Firehose-Source-Arn"]);
        Assert.Equal("key", request.Headers["X-Amz-Firehose-Access-Key"]);
        Assert.Equal("""{"commonAttributes":{"stage":"test"}}""", request.Headers["X-Amz-Firehose-Common-Attributes"]);
        Assert.Equal(request.Headers["X-Amz-Firehose-Request-Id"], request.Body["requestId"]!.ToString());
        Assert.Equal(["aGVsbG8=", ""], request.Body["records"]!.AsArray().Select(record => record!["data"]!.ToString()));
        Assert.Equal(["requestId", "timestamp", "records"], request.Body.AsObject().Select(member => member.Key));
        await run.NextMinuteAsync();
        Assert.Equal((2, 1), (run.Metric("DeliveryToHttpEndpoint.Records"), run.Metric("DeliveryToHttpEndpoint.Success")));
    }

    [Fact]
    public async Task A_request_that_fails_is_tried_again_under_the_same_id()
    {
        await using var endpoint = await EndpointServer.StartAsync((tries, id) => tries < 3 ? (503, "text/plain", "later") : (200, "application/json", Accepted(id)));
        await using var run = await FirehoseRun.StartAsync(Http(endpoint.Url));
        await run.PutAsync("a");

        Assert.Empty(await run.DeliveredAsync());
        Assert.Equal(3, endpoint.Requests.Count);
        Assert.Single(endpoint.Requests.Select(request => request.Body["requestId"]!.ToString()).Distinct());
        Assert.False(endpoint.Requests[0].Headers.ContainsKey("Content-Encoding"));
    }

    [Theory]
    [InlineData(500, "application/json", "{\"errorMessage\":\"down\"}", "HttpEndpoint.DestinationException", "The following response was received from the endpoint destination. 500: {\"errorMessage\":\"down\"}")]
    [InlineData(202, "application/json", null, "HttpEndpoint.DestinationException", "The following response was received from the endpoint destination. 202: *")]
    [InlineData(301, "application/json", "", "HttpEndpoint.DestinationException", "The following response was received from the endpoint destination. 301: ")]
    [InlineData(200, "text/plain", null, "HttpEndpoint.InvalidResponseFromDestination", "*200 {*")]
    [InlineData(200, "application/json", "{\"requestId\":null}", "HttpEndpoint.InvalidResponseFromDestination", "The response received from the specified endpoint is invalid. "
        + "Contact the owner of the endpoint to resolve the issue. Response for request * is not recognized as valid JSON or has unexpected fields. Raw response received: 200 {\"requestId\":null}")]
    [InlineData(200, "application/json", "", "HttpEndpoint.InvalidResponseFromDestination", "*200 ")]
    public async Task What_the_endpoint_does_not_take_is_backed_up_with_the_reason(int status, string type, string? answer, string code, string message)
    {
        await using var endpoint = await EndpointServer.StartAsync((_, id) => (status, type, answer ?? Accepted(id)));
        await using var run = await FirehoseRun.StartAsync(Http(endpoint.Url, "\"RetryOptions\":{\"DurationInSeconds\":3}"));
        await run.PutAsync("a", "b");

        var failures = await run.FailuresAsync("http-endpoint-failed");

        Assert.Equal(["YQ==", "Yg=="], failures.Select(failure => failure["rawData"]!.ToString()));
        Assert.Equal(["attemptsMade", "arrivalTimestamp", "errorCode", "errorMessage", "attemptEndingTimestamp", "rawData", "subsequenceNumber", "dataId"],
            failures[0].AsObject().Select(member => member.Key));
        Assert.Equal(code, failures[0]["errorCode"]!.ToString());
        Assert.Matches("(?s)\\A" + System.Text.RegularExpressions.Regex.Escape(message).Replace("\\*", ".*", StringComparison.Ordinal) + "\\z", failures[0]["errorMessage"]!.ToString());
        Assert.InRange((int)failures[0]["attemptsMade"]!, 2, 6);
        Assert.Equal(endpoint.Requests.Count, (int)failures[0]["attemptsMade"]!);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_is_a_connection_that_failed()
    {
        await using var run = await FirehoseRun.StartAsync(Http("http://127.0.0.1:9/", "\"RetryOptions\":{\"DurationInSeconds\":0}"));
        await run.PutAsync("a");

        var failure = Assert.Single(await run.FailuresAsync("http-endpoint-failed"));
        Assert.Equal(("HttpEndpoint.ConnectionFailed", 1), (failure["errorCode"]!.ToString(), (int)failure["attemptsMade"]!));
    }

    [Fact]
    public async Task A_413_is_final_and_not_backed_up()
    {
        await using var endpoint = await EndpointServer.StartAsync((_, _) => (413, "application/json", "{}"));
        await using var run = await FirehoseRun.StartAsync(Http(endpoint.Url));
        await run.PutAsync("a");

        Assert.Empty(await run.DeliveredAsync());
        Assert.Single(endpoint.Requests);
        Assert.Equal($"Delivery: {endpoint.Url} answered 413; as at AWS, its 1 records are given up and not backed up as failed", Assert.Single(run.Said));
    }

    [Fact]
    public async Task All_data_is_backed_up_where_that_is_asked_for()
    {
        await using var endpoint = await EndpointServer.StartAsync((_, id) => (200, "application/json", Accepted(id)));
        await using var run = await FirehoseRun.StartAsync(Http(endpoint.Url, "\"S3BackupMode\":\"AllData\""));
        await run.PutAsync("a", "b");

        Assert.Equal("ab", Encoding.UTF8.GetString(Assert.Single(await run.DeliveredAsync()).Value));
        Assert.Single(endpoint.Requests);
    }

    [Fact]
    public async Task An_endpoint_elsewhere_is_never_called_and_what_it_would_get_is_in_a_folder()
    {
        await using var run = await FirehoseRun.StartAsync(Http("https://intake.example.com/v1"));
        await run.PutAsync("a");
        await run.DeliveredAsync();

        string folder = Path.Combine(run.Services.Options.DataDirectory, "firehose", "clicks", "HttpEndpoint");
        Assert.Equal(
            "https://intake.example.com is not on this machine: what it would get is written to the folder firehose/clicks/HttpEndpoint of the data directory",
            run.Streams["clicks"].Definition.Destination.NotRun);
        var body = JsonNode.Parse(await File.ReadAllTextAsync(Assert.Single(Directory.EnumerateFiles(folder))))!;
        Assert.Equal("YQ==", body["records"]![0]!["data"]!.ToString());
    }

    [Theory]
    [InlineData("Splunk", "", "a\nb\n")]
    [InlineData("Amazonopensearchservice", "\"IndexName\":\"logs\",", "{\"index\":{\"_index\":\"logs\"}}\na\n{\"index\":{\"_index\":\"logs\"}}\nb\n")]
    public async Task Destinations_that_do_not_run_here_are_folders(string kind, string rest, string expected)
    {
        await using var run = await FirehoseRun.StartAsync(
            $"{{\"{kind}DestinationConfiguration\":{{{rest}\"S3Configuration\":{{\"BucketARN\":\"arn:aws:s3:::lake\",\"RoleARN\":\"r\"}}}}}}");
        await run.PutAsync("a", "b\n");
        await run.DeliveredAsync();

        string folder = Path.Combine(run.Services.Options.DataDirectory, "firehose", "clicks", kind);
        Assert.Equal(
            $"{kind} does not run here: what it would get is written to the folder firehose/clicks/{kind} of the data directory", run.Streams["clicks"].Definition.Destination.NotRun);
        Assert.Equal(expected, await File.ReadAllTextAsync(Assert.Single(Directory.EnumerateFiles(folder))));
    }

    private static string Http(string url, string rest = "") =>
        "{\"HttpEndpointDestinationConfiguration\":{\"EndpointConfiguration\":{\"Url\":\"" + url + "\",\"AccessKey\":\"key\"},"
        + "\"S3Configuration\":{\"BucketARN\":\"arn:aws:s3:::lake\",\"RoleARN\":\"r\"}" + (rest.Length > 0 ? "," : "") + rest + "}}";

    private static string Accepted(string requestId) => $"{{\"requestId\":\"{requestId}\",\"timestamp\":1578090903599}}";
}
