using System.Net.Http.Headers;
using System.Text.Json;

namespace Shardwise.Cli.Local;

/// <summary>Asks a <c>shardwise local</c> that runs in another terminal.</summary>
/// <param name="endpoint">Where it answers.</param>
internal sealed class ControlClient(string endpoint) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Asks for something.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">What, under the control API's root.</param>
    /// <param name="parameters">The parameters; those without a value are left out.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">It refuses what was asked.</exception>
    /// <exception cref="FailureException">Nobody answers, or not as it should.</exception>
    public async Task<JsonElement> AskAsync(
        HttpMethod method, string path, IEnumerable<(string Name, string? Value)> parameters, Stream? body, CancellationToken cancellationToken)
    {
        var query = string.Join('&', parameters.Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));
        using var request = new HttpRequestMessage(method, $"{Root()}/{path}?{query}");
        if (body is not null)
        {
            request.Content = new StreamContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        }

        try
        {
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            using var answer = JsonDocument.Parse(text);
            return response.IsSuccessStatusCode ? answer.RootElement.Clone() : throw new InputException(
                answer.RootElement.GetProperty("error").GetString()!);
        }
        catch (HttpRequestException exception)
        {
            throw new FailureException($"no \"shardwise local\" answers at {endpoint}; start one, or name its address with --endpoint", exception);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FailureException($"what answers at {endpoint} is no \"shardwise local\" with a pipeline", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private string Root() => Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http"
        ? uri.GetLeftPart(UriPartial.Authority) + "/_shardwise"
        : throw new InputException($"--endpoint is \"{endpoint}\"; an address such as http://127.0.0.1:{LocalArguments.DefaultPort} is needed");
}
