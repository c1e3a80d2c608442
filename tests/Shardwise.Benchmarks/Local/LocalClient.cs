using System.Net.Http.Headers;
using System.Text;

namespace Shardwise.Benchmarks.Local;

/// <summary>
/// The same bare client for every service: bodies made beforehand, answers read into one buffer and no more. An answer of 14 MB that grows in memory of
/// its own costs the client a quarter of the whole time.
/// </summary>
internal sealed class LocalClient(Uri endpoint) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/x-amz-json-1.1");

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = endpoint,
        Timeout = TimeSpan.FromMinutes(5)
    };

    private readonly MemoryStream _answer = new();

    /// <summary>Calls an operation.</summary>
    /// <returns>The answer's body, which holds until the next call.</returns>
    public async Task<ReadOnlyMemory<byte>> CallAsync(string operation, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "Kinesis_20131202." + operation);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20261129T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=AKID/20261129/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0");
        using var reply = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        _answer.SetLength(0);
        await reply.Content.CopyToAsync(_answer).ConfigureAwait(false);
        var answer = _answer.GetBuffer().AsMemory(0, (int)_answer.Length);
        return reply.IsSuccessStatusCode
            ? answer : throw new InvalidOperationException($"{operation}: {(int)reply.StatusCode} {Encoding.UTF8.GetString(answer.Span)}");
    }

    public void Dispose() => _http.Dispose();
}
