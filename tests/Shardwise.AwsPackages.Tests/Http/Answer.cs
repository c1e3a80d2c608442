using System.Net;
using System.Text;

namespace Shardwise.AwsPackages.Tests.Http;

/// <summary>What the service answers to a request.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body)
{
    public const string RequestId = "c1d2e3f4-0000-1111-2222-333344445555";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static Answer Ok(string json = "") => new(HttpStatusCode.OK, json);

    public static Answer Error(string code, string message = "No.", int status = 400) =>
        new((HttpStatusCode)status, $$"""{"__type":"{{code}}","message":"{{message}}"}""");

    public HttpResponseMessage ToResponse(HttpRequestMessage request)
    {
        var response = new HttpResponseMessage(Status)
        {
            RequestMessage = request,
            Content = new StringContent(Body, Encoding.UTF8, "application/x-amz-json-1.1"),
        };
        response.Headers.Add("x-amzn-RequestId", RequestId);
        foreach (var (name, value) in Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
