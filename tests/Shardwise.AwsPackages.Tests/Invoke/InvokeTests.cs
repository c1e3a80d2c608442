using System.Net;
using System.Text;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using Shardwise.AwsPackages.Tests.Http;

namespace Shardwise.AwsPackages.Tests.Invoke;

public class InvokeTests
{
    [Theory]
    [InlineData("orders", "orders")]
    [InlineData("arn:aws:lambda:eu-central-1:123456789012:function:orders:live", "arn%3Aaws%3Alambda%3Aeu-central-1%3A123456789012%3Afunction%3Aorders%3Alive")]
    public async Task An_invocation_is_a_signed_POST_of_the_payload_to_the_function(string function, string path)
    {
        var service = new FakeService(Answer.Ok("null"));
        using var client = Clients.Lambda(service);

        await client.InvokeAsync(Request(function));

        Assert.Equal($"https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/{path}/invocations", service.Request.Uri.AbsoluteUri);
        Assert.Equal(HttpMethod.Post, service.Request.Method);
        Assert.Equal("RequestResponse", service.Request.Headers["X-Amz-Invocation-Type"]);
        Assert.Equal("""{"Records":[]}""", Encoding.UTF8.GetString(service.Request.Body));
        Assert.Contains("/eu-central-1/lambda/aws4_request", service.Request.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_has_the_payload_and_what_the_headers_tell()
    {
        var headers = new Dictionary<string, string> { ["X-Amz-Function-Error"] = "Unhandled", ["X-Amz-Executed-Version"] = "$LATEST" };
        using var client = Clients.Lambda(new FakeService(Answer.Ok("""{"errorType":"Boom"}""") with { Headers = headers }));

        var response = await client.InvokeAsync(Request("orders"));

        Assert.Equal((200, "Unhandled", "$LATEST"), (response.StatusCode, response.FunctionError, response.ExecutedVersion));
        Assert.Equal("""{"errorType":"Boom"}""", Encoding.UTF8.GetString(response.Payload.ToArray()));
    }

    [Theory]
    [InlineData("ResourceNotFoundException", typeof(ResourceNotFoundException), 404)]
    [InlineData("TooManyRequestsException", typeof(TooManyRequestsException), 429)]
    [InlineData("RequestTooLargeException", typeof(RequestTooLargeException), 413)]
    [InlineData("AccessDeniedException", typeof(AmazonLambdaException), 403)]
    public async Task An_error_is_the_exception_of_its_code(string code, Type type, int status)
    {
        var answer = new Answer((HttpStatusCode)status, """{"Message":"Because."}""") { Headers = new Dictionary<string, string> { ["x-amzn-ErrorType"] = code } };
        using var client = Clients.Lambda(new FakeService(answer));

        var error = (AmazonLambdaException)await Assert.ThrowsAsync(type, () => client.InvokeAsync(Request("orders")));

        Assert.Equal(("Because.", code, (HttpStatusCode)status), (error.Message, error.ErrorCode, error.StatusCode));
    }

    private static InvokeRequest Request(string function) => new()
    {
        FunctionName = function,
        InvocationType = InvocationType.RequestResponse,
        PayloadStream = new MemoryStream("""{"Records":[]}"""u8.ToArray()),
    };
}
