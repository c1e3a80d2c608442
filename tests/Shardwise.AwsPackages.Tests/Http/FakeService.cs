using Amazon.Runtime;

namespace Shardwise.AwsPackages.Tests.Http;

/// <summary>The far end of a client's connection: keeps every request, gives the answers in turn and then the last one again.</summary>
internal sealed class FakeService(params Answer[] answers) : HttpClientFactory
{
    private readonly List<SentRequest> _requests = [];

    public IReadOnlyList<SentRequest> Requests => _requests;

    public SentRequest Request => Assert.Single(_requests);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _requests.Add(await SentRequest.CaptureAsync(request, cancellationToken));
        return answers[Math.Min(_requests.Count, answers.Length) - 1].ToResponse(request);
    }

    private sealed class Handler(FakeService service) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            service.AnswerAsync(request, cancellationToken);
    }
}
