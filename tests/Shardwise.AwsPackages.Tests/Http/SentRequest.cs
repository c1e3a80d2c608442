using System.Text.Json;

namespace Shardwise.AwsPackages.Tests.Http;

/// <summary>One HTTP request as a client sent it.</summary>
internal sealed record SentRequest(HttpMethod Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Operation => Headers["X-Amz-Target"].Split('.')[1];

    public static async Task<SentRequest> CaptureAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
            .ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
        return new(request.Method, request.RequestUri!, headers, body);
    }

    /// <summary>The body is the same JSON, whatever the order of its members.</summary>
    public static void AssertBody(string expected, SentRequest request)
    {
        var sent = JsonElement.Parse(request.Body);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), sent), $"expected {expected}{Environment.NewLine}sent {sent}");
    }
}
