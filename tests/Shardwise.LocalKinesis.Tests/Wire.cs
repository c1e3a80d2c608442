using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Shardwise.LocalKinesis.Tests;

/// <summary>Speaks AWS JSON 1.1 to a local Kinesis, byte by byte as a test has it.</summary>
internal sealed class Wire(Uri endpoint) : IDisposable
{
    public const string Json = "application/x-amz-json-1.1";

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = endpoint };

    public string AccessKey { get; init; } = "AKID";

    public string Region { get; init; } = "us-east-1";

    public async Task<(int Status, string Body)> SendAsync(string operation, string body, string contentType = Json)
    {
        using var reply = await SendAsync(operation, Encoding.UTF8.GetBytes(body), contentType);
        return ((int)reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }

    public Task<HttpResponseMessage> SendAsync(string operation, byte[] body, string contentType) => Http.SendAsync(Request(operation, body, contentType));

    public HttpRequestMessage Request(string operation, byte[] body, string contentType)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "Kinesis_20131202." + operation);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20261129T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={AccessKey}/20261129/{Region}/kinesis/aws4_request, SignedHeaders=host, Signature=0");
        return request;
    }

    /// <summary>A call that must succeed; an empty answer is an empty object.</summary>
    public async Task<JsonObject> CallAsync(string operation, string body)
    {
        var (status, reply) = await SendAsync(operation, body);
        Assert.True(status == 200, $"{operation}: {status} {reply}");
        return reply.Length == 0 ? [] : JsonNode.Parse(reply)!.AsObject();
    }

    /// <summary>A call that must be refused with status 400: its code and text.</summary>
    public async Task<(string Code, string? Text)> RefusedAsync(string operation, string body)
    {
        var (status, reply) = await SendAsync(operation, body);
        Assert.True(status == 400, $"{operation}: {status} {reply}");
        var error = JsonNode.Parse(reply)!;
        return (error["__type"]!.GetValue<string>(), (error["message"] ?? error["Message"])?.GetValue<string>());
    }

    /// <summary>Subscribes to a stream's first shard; what is returned brings the events.</summary>
    public async Task<Stream> SubscribeAsync(string consumer, string start)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent($$"""{"ConsumerARN":"{{consumer}}","ShardId":"shardId-000000000000","StartingPosition":{ {{start}} } }"""),
        };
        request.Content.Headers.ContentType = new(Json);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "Kinesis_20131202.SubscribeToShard");
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "now");
        request.Headers.TryAddWithoutValidation("Authorization",
            "AWS4 Credential=A/1/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0");
        var reply = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("application/vnd.amazon.eventstream", reply.Content.Headers.ContentType?.ToString());
        return await reply.Content.ReadAsStreamAsync();
    }

    public void Dispose() => Http.Dispose();
}
