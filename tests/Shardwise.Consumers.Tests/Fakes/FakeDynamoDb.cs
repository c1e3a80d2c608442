using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace Shardwise.Consumers.Tests.Fakes;

/// <summary>A real DynamoDB client over a wire that ends here, at one table with the operations that the library uses.</summary>
internal sealed class FakeDynamoDb(params string[] keyNames) : HttpMessageHandler
{
    private readonly Lock _lock = new();

    public SortedDictionary<string, JsonObject> Items { get; } = new(StringComparer.Ordinal);

    public List<string> Calls { get; } = [];

    private TaskCompletionSource? _written;

    /// <summary>Ends when the next batch write has been taken.</summary>
    public Task NextWrite() => (_written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>The next so many calls are throttled.</summary>
    public int Throttled { get; set; }

    /// <summary>The next so many entries of batch writes come back unprocessed.</summary>
    public int Unprocessed { get; set; }

    public IAmazonDynamoDB Client() => new AmazonDynamoDBClient(new BasicAWSCredentials("key", "secret"), new AmazonDynamoDBConfig
    {
        ServiceURL = "http://127.0.0.1:1",
        AuthenticationRegion = "eu-west-1",
        MaxErrorRetry = 0,
        HttpClientFactory = new Factory(this),
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var operation = request.Headers.GetValues("X-Amz-Target").Single().Split('.')[1];
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject();
        lock (_lock)
        {
            Calls.Add(operation);
            return Throttled-- > 0 ? Error("ProvisionedThroughputExceededException") : operation switch
            {
                "PutItem" => Put(body),
                "Query" => Query(body),
                "BatchWriteItem" => BatchWrite(body),
                _ => throw new NotSupportedException(operation),
            };
        }
    }

    private HttpResponseMessage Put(JsonObject body)
    {
        Assert.Equal("attribute_not_exists(#position) OR #position < :position", (string?)body["ConditionExpression"]);
        var name = (string)body["ExpressionAttributeNames"]!["#position"]!;
        var position = (string?)body["ExpressionAttributeValues"]![":position"]!["S"];
        var item = body["Item"]!.AsObject();
        if (keyNames.Any(key => (string?)item[key]?["S"] is null or ""))
        {
            return Error("ValidationException");
        }

        if (Items.TryGetValue(KeyOf(item), out var there) && string.CompareOrdinal((string?)there[name]!["S"], position) >= 0)
        {
            return Error("ConditionalCheckFailedException");
        }

        Items[KeyOf(item)] = item;
        return Answer([]);
    }

    private HttpResponseMessage Query(JsonObject body)
    {
        var values = body["ExpressionAttributeValues"]!;
        string Value(string name) => (string)values[name]!["S"]!;
        var found = Items.Values.Where(item =>
            (string?)item["shard"]!["S"] == Value(":shard")
            && string.CompareOrdinal((string?)item["sequence"]!["S"], Value(":first")) >= 0
            && string.CompareOrdinal((string?)item["sequence"]!["S"], Value(":last")) <= 0);
        return Answer(new JsonObject { ["Items"] = new JsonArray([.. found.Select(item => item.DeepClone())]) });
    }

    private HttpResponseMessage BatchWrite(JsonObject body)
    {
        var (table, requests) = body["RequestItems"]!.AsObject().Single();
        Assert.InRange(requests!.AsArray().Count, 1, 25);
        var left = new JsonArray();
        foreach (var request in requests.AsArray())
        {
            if (Unprocessed-- > 0)
            {
                left.Add(request!.DeepClone());
            }
            else if (request!["PutRequest"] is { } put)
            {
                Items[KeyOf(put["Item"]!.AsObject())] = put["Item"]!.AsObject();
            }
            else
            {
                Items.Remove(KeyOf(request["DeleteRequest"]!["Key"]!.AsObject()));
            }
        }

        _written?.TrySetResult();
        return Answer(new JsonObject { ["UnprocessedItems"] = left.Count == 0 ? new JsonObject() : new JsonObject { [table] = left } });
    }

    private string KeyOf(JsonObject item) => string.Join('/', keyNames.Select(name => (string?)item[name]!["S"]));

    private static HttpResponseMessage Answer(JsonObject body) => new(HttpStatusCode.OK) { Content = Json(body) };

    private static HttpResponseMessage Error(string type) => new(HttpStatusCode.BadRequest)
    {
        Content = Json(new JsonObject { ["__type"] = $"com.amazonaws.dynamodb.v20120810#{type}", ["message"] = "No." }),
    };

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.0");

    private sealed class Factory(FakeDynamoDb handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
