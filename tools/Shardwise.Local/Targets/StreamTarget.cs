using System.Text;
using System.Text.Json.Nodes;
using Shardwise.Local.Routing;

namespace Shardwise.Local.Targets;

/// <summary>Streams as targets: a record each, by the service's own call.</summary>
/// <param name="endpoint">Where the service answers.</param>
internal sealed class StreamTarget(Func<Uri> endpoint) : ITarget, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <inheritdoc/>
    public bool Takes(string arn) => arn.Contains(":kinesis:", StringComparison.Ordinal);

    /// <inheritdoc/>
    public NeededPermission Needs(string arn) => new("kinesis:PutRecord", arn);

    /// <inheritdoc/>
    public async Task SendAsync(string arn, TargetMessage message, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["StreamARN"] = arn, ["PartitionKey"] = message.PartitionKey ?? Guid.NewGuid().ToString(),
            ["Data"] = Convert.ToBase64String(message.Body.Span),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post,
            endpoint())
        { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())) };
        request.Content.Headers.ContentType = new(AwsJson.Version11);
        request.Headers.Add("X-Amz-Target", "Kinesis_20131202.PutRecord");
        request.Headers.Add("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=LOCALSERVICE/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0");
        try
        {
            using var reply = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            string answer = await reply.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            if (!reply.IsSuccessStatusCode)
            {
                throw new AwsError("TargetError", answer);
            }
        }
        catch (HttpRequestException exception)
        {
            throw new AwsError("TargetError", exception.Message);
        }
    }

    public void Dispose() => _http.Dispose();
}
