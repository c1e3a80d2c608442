using System.Net.Http.Headers;
using System.Text;
using Shardwise.Local.Routing;
using Shardwise.Local.Rpc;

namespace Shardwise.Local.Tests.Services;

[Collection(LocalServicesFixture.Collection)]
public sealed class RouterTests(LocalServicesFixture local)
{
    [Theory]
    [InlineData("application/x-amz-json-1.1", "AWSGlue.GetTable", "glue")]
    [InlineData("application/x-amz-json-1.0", "AWSStepFunctions.StartExecution", "states")]
    public async Task A_service_that_is_not_served_is_refused_in_JSON_to_who_speaks_JSON(string type, string target, string service)
    {
        using var reply = await SendAsync(HttpMethod.Post, "", service, type, "{}", ("X-Amz-Target", target));

        Assert.Equal((400, type), ((int)reply.StatusCode, reply.Content.Headers.ContentType!.ToString()));
        string body = await reply.Content.ReadAsStringAsync();
        Assert.StartsWith($$"""{"__type":"UnknownOperationException","message":"{{target}} is not served locally; Kinesis, CloudWatch, S3""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_served_is_refused_in_CBOR_to_who_speaks_RPC_v2()
    {
        using var reply = await SendAsync(HttpMethod.Post, "service/Nothing/operation/Do", "nothing", "application/cbor", "");

        Assert.Equal((400, "application/cbor"), ((int)reply.StatusCode, reply.Content.Headers.ContentType!.ToString()));
        Assert.Equal("rpc-v2-cbor", Assert.Single(reply.Headers.GetValues("smithy-protocol")));
        var error = (Dictionary<string, object?>)CborValue.Read(await reply.Content.ReadAsByteArrayAsync())!;
        Assert.Equal("UnknownOperationException", error["__type"]);
        Assert.StartsWith("/service/Nothing/operation/Do is not served locally; ", (string)error["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_served_is_refused_in_XML_to_who_speaks_Query()
    {
        using var reply = await SendAsync(HttpMethod.Post, "", "sts", "application/x-www-form-urlencoded; charset=utf-8", "Action=AssumeRole&Version=2011-06-15");

        Assert.Equal((400, "text/xml"), ((int)reply.StatusCode, reply.Content.Headers.ContentType!.ToString()));
        Assert.Contains(
            "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>AssumeRole (Version 2011-06-15) is not served locally; ",
            await reply.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_of_paths_that_is_not_served_is_refused_as_such_services_do()
    {
        using var reply = await SendAsync(HttpMethod.Get, "2020-05-31/distribution", "cloudfront", null, null);

        Assert.Equal("UnknownOperationException", Assert.Single(reply.Headers.GetValues("x-amzn-ErrorType")));
        Assert.StartsWith(
            """{"Type":"User","message":"The service \u0027cloudfront\u0027 is not served locally; """, await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_that_is_not_served_is_told_with_those_that_are()
    {
        using var reply = await SendAsync(
            HttpMethod.Post, "", "monitoring", "application/x-amz-json-1.0", "{}", ("X-Amz-Target", "GraniteServiceVersion20100801.PutDashboard"));

        Assert.Equal("InvalidAction;Sender", Assert.Single(reply.Headers.GetValues("x-amzn-query-error")));
        Assert.StartsWith(
            """{"__type":"com.amazonaws.cloudwatch#UnknownOperationException","message":"CloudWatch PutDashboard is not served locally: only """,
            await reply.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_services_of_one_name_or_target_are_in_the_table()
    {
        var router = new ServiceRouter();
        router.Add(Row("A", "a", "T"));
        router.Add(Row("B", "b", null));
        router.Add(Row("C", "c", null));

        Assert.Equal("The service D is in the table already. (Parameter 'row')", Assert.Throws<ArgumentException>(() => router.Add(Row("D", "a", "U"))).Message);
        Assert.Equal("The service E is in the table already. (Parameter 'row')", Assert.Throws<ArgumentException>(() => router.Add(Row("E", "e", "T"))).Message);
        Assert.Equal(["A", "B", "C"], router.Rows.Select(row => row.Name));
    }

    private static ServiceRow Row(string name, string signingName, string? target) =>
        new() { Name = name, SigningName = signingName, Target = target, Operations = [], Answer = _ => Task.CompletedTask };

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string service, string? type, string? body, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(local.Services.Endpoint, path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type!);
        }

        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=local/20261120/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await http.SendAsync(request);
    }
}
