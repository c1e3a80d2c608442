using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Kinesis;
using Amazon.Runtime;

namespace Shardwise.Consumers.Tests.Fakes;

/// <summary>A real Kinesis client over a wire that ends here; takes PutRecords.</summary>
internal sealed class FakeKinesis : HttpMessageHandler
{
    /// <summary>What was taken: partition key and data.</summary>
    public List<(string Key, byte[] Data)> Taken { get; } = [];

    /// <summary>How many records each call had.</summary>
    public List<int> Calls { get; } = [];

    /// <summary>The next so many records are throttled, each by itself.</summary>
    public int Throttled { get; set; }

    public IAmazonKinesis Client() => new AmazonKinesisClient(new BasicAWSCredentials("key", "secret"), new AmazonKinesisConfig
    {
        ServiceURL = "http://127.0.0.1:1",
        AuthenticationRegion = "eu-west-1",
        MaxErrorRetry = 0,
        HttpClientFactory = new Factory(this),
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.Equal("Kinesis_20131202.PutRecords", request.Headers.GetValues("X-Amz-Target").Single());
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        var results = new JsonArray([.. body["Records"]!.AsArray().Select(record => Take(record!))]);
        Calls.Add(results.Count);
        var answer = new JsonObject { ["FailedRecordCount"] = results.Count(result => result!["ErrorCode"] is not null), ["Records"] = results };
        return new(HttpStatusCode.OK) { Content = new StringContent(answer.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1") };
    }

    private JsonObject Take(JsonNode record)
    {
        if (Throttled-- > 0)
        {
            return new() { ["ErrorCode"] = "ProvisionedThroughputExceededException", ["ErrorMessage"] = "Rate exceeded." };
        }

        Taken.Add(((string)record["PartitionKey"]!, Convert.FromBase64String((string)record["Data"]!)));
        return new() { ["SequenceNumber"] = "49", ["ShardId"] = "shardId-000000000000" };
    }

    private sealed class Factory(FakeKinesis handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
