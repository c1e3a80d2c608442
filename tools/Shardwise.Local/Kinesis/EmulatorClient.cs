using System.Net.Http.Headers;
using System.Text;

namespace Shardwise.Local;

/// <summary>What the emulator answered.</summary>
internal readonly record struct EmulatorReply(int Status, byte[] Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}

/// <summary>Calls to the emulator.</summary>
internal sealed class EmulatorClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/x-amz-json-1.1");
    private readonly HttpClient _http;
    private readonly string _authorization;

    public EmulatorClient(Uri endpoint, LocalServicesOptions options)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = endpoint,
            Timeout = TimeSpan.FromSeconds(60),
        };
        // The emulator takes account and region from the credential scope, and checks no signature. One scope for all keeps one account.
        _authorization = $"AWS4-HMAC-SHA256 Credential={options.AccountId}/20260101/{options.Region}/kinesis/aws4_request, SignedHeaders=host, Signature=local";
    }

    public Task<EmulatorReply> CallAsync(string operation, string json, CancellationToken cancellationToken) =>
        CallAsync(operation, Encoding.UTF8.GetBytes(json), cancellationToken);

    /// <exception cref="AwsError">The emulator did not answer.</exception>
    public async Task<EmulatorReply> CallAsync(string operation, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(json);
        content.Headers.ContentType = Json;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "Kinesis_20131202." + operation);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation("Authorization", _authorization);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return new EmulatorReply((int)response.StatusCode, body);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw AwsError.InternalFailure($"The Kinesis emulator did not answer {operation}.");
        }
    }

    public void Dispose() => _http.Dispose();
}
