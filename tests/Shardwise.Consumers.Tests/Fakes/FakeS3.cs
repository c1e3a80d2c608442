using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;

namespace Shardwise.Consumers.Tests.Fakes;

/// <summary>A real S3 client over a wire that ends here.</summary>
internal sealed class FakeS3 : HttpMessageHandler
{
    private readonly Lock _lock = new();

    public Dictionary<string, StoredObject> Objects { get; } = [];

    public int Puts { get; private set; }

    /// <summary>What to answer to a put of a path, in place of taking it.</summary>
    public Func<string, HttpResponseMessage?> Refuse { get; set; } = _ => null;

    public static HttpResponseMessage SlowDown() => new(HttpStatusCode.ServiceUnavailable)
    {
        Content = new StringContent(
            "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message><RequestId>1</RequestId><HostId>2</HostId></Error>",
            Encoding.UTF8,
            "application/xml"),
    };

    public IAmazonS3 Client() => new AmazonS3Client(new BasicAWSCredentials("key", "secret"), new AmazonS3Config
    {
        ServiceURL = "http://127.0.0.1:1",
        ForcePathStyle = true,
        AuthenticationRegion = "eu-west-1",
        MaxErrorRetry = 0,
        HttpClientFactory = new Factory(this),
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath).TrimStart('/');
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        lock (_lock)
        {
            Puts++;
            if (Refuse(path) is { } refusal)
            {
                return refusal;
            }

            Assert.Equal(HttpMethod.Put, request.Method);
            Objects[path] = new StoredObject(
                body, request.Content.Headers.ContentType?.ToString(), string.Join(',', request.Content.Headers.ContentEncoding));
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }

    public sealed record StoredObject(byte[] Body, string? ContentType, string ContentEncoding);

    private sealed class Factory(FakeS3 handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
