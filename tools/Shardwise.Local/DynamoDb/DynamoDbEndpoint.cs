using System.Net;
using Shardwise.Local.Routing;
using Shardwise.Local.Rpc;

namespace Shardwise.Local.DynamoDb;

/// <summary>Hands the calls of DynamoDB on to who serves them.</summary>
internal sealed class DynamoDbEndpoint(Uri server, Func<string, string> arnOf) : IDisposable
{
    public const string Target = "DynamoDB_20120810";

    // What dynalite serves.
    private static readonly string[] Served =
    [
        "BatchGetItem", "BatchWriteItem", "CreateTable", "DeleteItem", "DeleteTable", "DescribeTable", "DescribeTimeToLive", "GetItem",
            "ListTables", "ListTagsOfResource",
        "PutItem", "Query", "Scan", "TagResource", "UntagResource", "UpdateItem", "UpdateTable",
    ];

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false
    })
    { Timeout = TimeSpan.FromSeconds(60) };

    public ServiceRow ToRow() => new()
    {
        Name = "DynamoDB",
        SigningName = "dynamodb",
        Target = Target,
        ErrorNamespace = "com.amazonaws.dynamodb.v20120810",
        Operations = Served,
        Needs = NeedsAsync,
        Answer = AnswerAsync,
    };

    public async Task<(HttpStatusCode Status, byte[] Body)> CallAsync(string operation, ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new(AwsJson.Version10);
        request.Headers.Add("X-Amz-Target", $"{Target}.{operation}");
        request.Headers.Add("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0");
        try
        {
            using var reply = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return (reply.StatusCode, await reply.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (HttpRequestException exception)
        {
            throw new AwsError("InternalServerError", $"The local DynamoDB does not answer: {exception.Message}", 500);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task AnswerAsync(ServiceCall call)
    {
        var (status, body) = await CallAsync(call.Operation, await call.BodyAsync().ConfigureAwait(false),
            call.Context.RequestAborted).ConfigureAwait(false);
        call.Context.Response.StatusCode = (int)status;
        await ServiceReply.SendAsync(call, AwsJson.Version10, body).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<NeededPermission>?> NeedsAsync(ServiceCall call)
    {
        ServiceRequest request;
        try
        {
            request = ServiceRequest.Of(JsonBody.Read(await call.BodyAsync().ConfigureAwait(false)));
        }
        catch (FormatException)
        {
            // The service says what is wrong with it.
            return [];
        }

        string action = "dynamodb:" + call.Operation;
        return call.Operation switch
        {
            "ListTables" => [new NeededPermission(action, "*")],
            "BatchGetItem" or "BatchWriteItem" => [.. request.Keys("RequestItems")
                .Select(table => new NeededPermission(action, Resource(table, null)))],
            "TagResource" or "UntagResource" or "ListTagsOfResource" => [new NeededPermission(action, request.OptionalText("ResourceArn") ?? "*")],
            _ => [new NeededPermission(action, Resource(request.OptionalText("TableName") ?? "*", request.OptionalText("IndexName")))],
        };
    }

    private string Resource(string table, string? index)
    {
        string arn = table.StartsWith("arn:", StringComparison.Ordinal) ? table : arnOf(table);
        return index is null ? arn : $"{arn}/index/{index}";
    }
}
