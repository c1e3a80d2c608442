using System.Globalization;
using System.Net.Http.Headers;

namespace Shardwise.LambdaHost;

/// <summary>The Lambda Runtime API, from the function's side.</summary>
internal sealed class RuntimeClient : IDisposable
{
    private readonly HttpClient _http;

    public RuntimeClient(string api) => _http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = new Uri($"http://{api}/2018-06-01/runtime/"),
        // The next event may be long in coming; the parent's end ends the wait.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Waits for the next event; null when the API has none for us any more.</summary>
    public async Task<NextInvocation?> NextAsync()
    {
        try
        {
            using var response = await _http.GetAsync(new Uri("invocation/next", UriKind.Relative));
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            return new NextInvocation
            {
                RequestId = Header(response, "Lambda-Runtime-Aws-Request-Id"),
                Deadline = DateTimeOffset.FromUnixTimeMilliseconds(
                    long.Parse(Header(response, "Lambda-Runtime-Deadline-Ms"), CultureInfo.InvariantCulture)),
                FunctionArn = Header(response, "Lambda-Runtime-Invoked-Function-Arn"),
                TraceId = Header(response, "Lambda-Runtime-Trace-Id"),
                Payload = await response.Content.ReadAsByteArrayAsync(),
            };
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public Task RespondAsync(string requestId, ReadOnlyMemory<byte> payload) => PostAsync($"invocation/{requestId}/response", payload, null);

    public Task FailAsync(string requestId, LambdaError error) => PostAsync($"invocation/{requestId}/error", error.ToJson(), error.Type);

    public Task FailInitializationAsync(LambdaError error) => PostAsync("init/error", error.ToJson(), error.Type);

    public void Dispose() => _http.Dispose();

    private async Task PostAsync(string path, ReadOnlyMemory<byte> body, string? errorType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (errorType is not null)
        {
            request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);
        }

        try
        {
            // An answer that comes too late is refused; the event has been settled without us.
            using var response = await _http.SendAsync(request);
        }
        catch (HttpRequestException)
        {
        }
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : "";
}
