using System.Net;
using System.Text;

namespace Shardwise.LocalKinesis.Tests;

public sealed class TransportTests(KinesisFixture fixture) : IClassFixture<KinesisFixture>
{
    private const string Signed = "AWS4-HMAC-SHA256 Credential=AKID/20261129/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0";
    private const string NoOperation = "<AccessDeniedException>\n  <Message>Unable to determine service/operation name to be authorized</Message>\n</AccessDeniedException>\n";

    [Theory]
    [InlineData("GET", "", "application/x-amz-json-1.1", "", 403, NoOperation)]
    [InlineData("PUT", "{}", "application/x-amz-json-1.1", "Kinesis_20131202.ListStreams", 403, NoOperation)]
    [InlineData("POST", "", "application/x-amz-json-1.1", "Kinesis_20131202.ListStreams", 400, """{"__type":"SerializationException"}""")]
    [InlineData("POST", "", "application/x-amz-json-1.1", "Kinesis_20131202.Nonsense", 400, """{"__type":"UnknownOperationException"}""")]
    [InlineData("POST", "{}", "text/plain", "", 403, NoOperation)]
    [InlineData("POST", "{}", "text/plain", "Kinesis_20131202.ListStreams", 404, "<UnknownOperationException/>\n")]
    [InlineData("POST", "Action=ListStreams", "application/x-www-form-urlencoded", "", 403, NoOperation)]
    [InlineData("POST", "{}", "application/x-amz-json-1.0", "DynamoDB_20120810.ListTables", 400, """{"__type":"UnknownOperationException"}""")]
    [InlineData("POST", "{}", "application/x-amz-json-1.1", "Firehose_20150804.ListDeliveryStreams", 400, """{"__type":"UnknownOperationException"}""")]
    [InlineData("POST", "nonsense", "application/x-amz-json-1.1", "Kinesis_20131202.ListStreams", 400, """{"__type":"SerializationException"}""")]
    [InlineData("POST", "true", "application/x-amz-json-1.1", "Kinesis_20131202.ListStreams", 400, """{"__type":"SerializationException"}""")]
    [InlineData("POST", "null", "application/x-amz-json-1.1", "Kinesis_20131202.ListStreams", 400, """{"__type":"SerializationException"}""")]
    [InlineData("POST", "{} {}", "application/x-amz-json-1.1", "Kinesis_20131202.ListStreams", 400, """{"__type":"SerializationException"}""")]
    [InlineData("POST", "nonsense", "application/json", "Kinesis_20131202.ListStreams", 400, """{"Output":{"__type":"com.amazon.coral.service#SerializationException"},"Version":"1.0"}""")]
    [InlineData("POST", "{}", "application/json", "Kinesis_20131202.ListStreams", 404, """{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}""")]
    [InlineData("POST", "{}", "application/x-amz-json-1.1", "Kinesis_20131202.CreateChannel", 400, """{"__type":"UnknownOperationException"}""")]
    [InlineData("POST", "{}", "   application/x-amz-json-1.1   ;whatever", "Kinesis_20131202.DescribeAccountSettings", 200, """{"MinimumThroughputBillingCommitment":{"Status":"DISABLED"}}""")]
    [InlineData("GET", "", "", "", 200, """{"status":"OK"}""", "/healthcheck")]
    public async Task The_checks_before_an_operation_are_those_of_the_service(
        string method, string body, string contentType, string target, int status, string answer, string path = "/any/path")
    {
        var (actual, text, headers) = await SendAsync(method, body, contentType, target, path, ("Authorization", Signed),
            ("X-Amz-Date", "20261129T000000Z"));

        Assert.Equal((status, answer), (actual, text));
        Assert.Matches("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", Assert.Single(headers["x-amzn-RequestId"]));
        Assert.Equal(72, Convert.FromBase64String(Assert.Single(headers["x-amz-id-2"])).Length);
    }

    [Theory]
    [InlineData("", "", "", "MissingAuthenticationTokenException", "Missing Authentication Token")]
    [InlineData("", "?X-Amz-Signature=1", "", "MissingAuthenticationTokenException", "Missing Authentication Token")]
    [InlineData(Signed, "?X-Amz-Algorithm", "", "InvalidSignatureException",
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.")]
    [InlineData("X", "", "", "IncompleteSignatureException",
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=X")]
    [InlineData("X Credential=a, Signature=b", "", "now", "IncompleteSignatureException",
        "Authorization header requires 'SignedHeaders' parameter. Authorization=X Credential=a, Signature=b")]
    [InlineData("", "?X-Amz-Algorithm=a&X-Amz-Date=", "", "IncompleteSignatureException",
        "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.")]
    public async Task A_request_that_is_not_wholly_signed_is_refused(string authorization, string query, string date, string code, string text)
    {
        var (status, answer, _) = await SendAsync(
            "POST", "{}", Wire.Json, "Kinesis_20131202.ListStreams", "/" + query, ("Authorization", authorization), ("X-Amz-Date", date));

        Assert.Equal(400, status);
        Assert.Equal(code, System.Text.Json.Nodes.JsonNode.Parse(answer)!["__type"]!.GetValue<string>());
        Assert.Equal(text, System.Text.Json.Nodes.JsonNode.Parse(answer)!["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_browser_is_let_in()
    {
        var (status, _, headers) = await SendAsync(
            "OPTIONS", "", "", "", "/", ("Origin", "http://a"), ("Access-Control-Request-Headers", "x-a"),
                ("Access-Control-Request-Method", "POST"));

        Assert.Equal(200, status);
        Assert.Equal(("*", "172800", "x-a", "POST"), (
            Assert.Single(headers["Access-Control-Allow-Origin"]), Assert.Single(headers["Access-Control-Max-Age"]),
            Assert.Single(headers["Access-Control-Allow-Headers"]), Assert.Single(headers["Access-Control-Allow-Methods"])));

        var (_, _, plain) = await SendAsync("POST", "{}", Wire.Json, "Kinesis_20131202.ListStreams", "/", ("Origin", "http://a"),
            ("Authorization", Signed), ("Date", "now"));
        Assert.Equal("*", Assert.Single(plain["Access-Control-Allow-Origin"]));
        Assert.Contains("x-amzn-RequestId", Assert.Single(plain["Access-Control-Expose-Headers"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_output_has_no_bytes()
    {
        using var reply = await fixture.Wire.SendAsync("CreateStream", Encoding.UTF8.GetBytes($$"""{"StreamName":"e-{{Guid.NewGuid():N}}","ShardCount":1}"""), Wire.Json);

        Assert.Equal((HttpStatusCode.OK, 0L, Wire.Json),
            (reply.StatusCode, reply.Content.Headers.ContentLength!.Value, reply.Content.Headers.ContentType!.ToString()));
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("2.0", false)]
    [InlineData("1.1", true)]
    [InlineData("2.0", true)]
    public async Task Both_versions_of_HTTP_are_spoken_on_the_plain_port_and_on_the_TLS_port(string version, bool tls)
    {
        await using var kinesis = await LocalKinesis.StartAsync(new LocalKinesisOptions { TlsPort = 0 });
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate!.GetCertHashString() == kinesis.Certificate!.GetCertHashString();
        using var http = new HttpClient(handler)
        {
            DefaultRequestVersion = new Version(version),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact
        };

        using var reply = await http.GetAsync(new Uri(tls ? kinesis.TlsEndpoint! : kinesis.Endpoint, "healthcheck"));

        Assert.Equal((HttpStatusCode.OK, new Version(version)), (reply.StatusCode, reply.Version));
    }

    [Fact]
    public async Task Accounts_and_regions_do_not_see_each_others_streams()
    {
        using var other = new Wire(fixture.Kinesis.Endpoint) { AccessKey = "111122223333", Region = "eu-west-1" };
        var name = await fixture.StreamAsync();
        await other.CallAsync("CreateStream", $$"""{"StreamName":"{{name}}","ShardCount":2}""");
        fixture.Settle();

        Assert.Equal(
            $"arn:aws:kinesis:eu-west-1:111122223333:stream/{name}",
            (await other.CallAsync("DescribeStreamSummary", $$"""{"StreamName":"{{name}}"}"""))["StreamDescriptionSummary"]!["StreamARN"]!.GetValue<string>());
        Assert.Equal(
            $"arn:aws:kinesis:us-east-1:000000000000:stream/{name}",
            (await fixture.Wire.CallAsync("DescribeStreamSummary", $$"""{"StreamName":"{{name}}"}"""))["StreamDescriptionSummary"]!["StreamARN"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_reset_leaves_nothing()
    {
        await using var kinesis = await LocalKinesis.StartAsync();
        await kinesis.CreateStreamAsync("orders");
        using var http = new HttpClient();

        using var reply = await http.PostAsync(new Uri(kinesis.Endpoint, "reset"), null);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Empty(kinesis.StreamNames);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_error()
    {
        var refused = await Assert.ThrowsAsync<LocalKinesisException>(() =>
            LocalKinesis.StartAsync(new LocalKinesisOptions { Port = fixture.Kinesis.Endpoint.Port }));

        Assert.Equal($"Port {fixture.Kinesis.Endpoint.Port} on 127.0.0.1 is in use: choose another, or 0 for a free one.", refused.Message);
    }

    private async Task<(int Status, string Text, Dictionary<string, IEnumerable<string>> Headers)> SendAsync(
        string method, string body, string contentType, string target, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT")
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var (name, value) in headers.Append(("X-Amz-Target", target)).Where(header => header.Item2.Length > 0))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var reply = await fixture.Wire.Http.SendAsync(request);
        return ((int)reply.StatusCode, await reply.Content.ReadAsStringAsync(),
            reply.Headers.ToDictionary(header => header.Key, header => header.Value));
    }
}
