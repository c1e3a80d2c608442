using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Local.EventSources;

/// <summary>
/// The few Kinesis calls that a pipeline makes for itself, over AWS JSON 1.1. One call, one try: the callers know whether and when to try again.
/// </summary>
internal sealed class KinesisClient : IDisposable
{
    private const string ContentType = "application/x-amz-json-1.1";

    // Local services verify no signature, but one has to be there. It is the user's own, who may do everything.
    private const string Signature =
        "AWS4-HMAC-SHA256 Credential=LOCALACCESSKEYID/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, "
        + "Signature=0000000000000000000000000000000000000000000000000000000000000000";

    private readonly HttpClient _http;

    public KinesisClient(Uri endpoint) => _http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = endpoint,
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Makes a stream.</summary>
    /// <param name="request">As the API takes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task CreateStreamAsync(JsonObject request, CancellationToken cancellationToken) => CallAsync("CreateStream", request, cancellationToken);

    /// <summary>Commits the account to the throughput that warm streams need.</summary>
    public Task CommitAsync(CancellationToken cancellationToken) => CallAsync(
        "UpdateAccountSettings",
        new JsonObject { ["MinimumThroughputBillingCommitment"] = new JsonObject { ["Status"] = "ENABLED" } },
        cancellationToken);

    public Task EncryptAsync(string name, string keyId, CancellationToken cancellationToken) => CallAsync(
        "StartStreamEncryption", new JsonObject { ["StreamName"] = name, ["EncryptionType"] = "KMS", ["KeyId"] = keyId }, cancellationToken);

    public Task EnableShardMetricsAsync(string name, IEnumerable<string> metrics, CancellationToken cancellationToken) => CallAsync(
        "EnableEnhancedMonitoring",
        new JsonObject { ["StreamName"] = name, ["ShardLevelMetrics"] = new JsonArray([.. metrics.Select(metric => (JsonNode)metric)]) },
        cancellationToken);

    public Task SetRetentionAsync(string name, int hours, CancellationToken cancellationToken) => CallAsync(
        "IncreaseStreamRetentionPeriod", new JsonObject { ["StreamName"] = name, ["RetentionPeriodHours"] = hours }, cancellationToken);

    public Task UpdateShardCountAsync(string name, int shards, CancellationToken cancellationToken) => CallAsync(
        "UpdateShardCount",
        new JsonObject { ["StreamName"] = name, ["TargetShardCount"] = shards, ["ScalingType"] = "UNIFORM_SCALING" },
        cancellationToken);

    /// <summary>Puts records; what comes back are the places of those that were refused.</summary>
    public async Task<IReadOnlyList<int>> PutRecordsAsync(
        string stream, IReadOnlyList<(string Key, byte[] Data)> records, CancellationToken cancellationToken)
    {
        var request = new JsonObject
        {
            ["StreamName"] = stream,
            ["Records"] = new JsonArray([.. records
                .Select(record => (JsonNode)new JsonObject { ["PartitionKey"] = record.Key, ["Data"] = Convert.ToBase64String(record.Data) })]),
        };
        var answer = await CallAsync("PutRecords", request, cancellationToken);
        return [.. answer.GetProperty("Records").EnumerateArray().Select(
            (record, index) => (Index: index, Failed: Text(record, "ErrorCode") is not null))
            .Where(record => record.Failed).Select(record => record.Index)];
    }

    /// <summary>Registers a consumer, or finds it where it is there already; its ARN.</summary>
    public async Task<string> RegisterConsumerAsync(string streamArn, string name, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["StreamARN"] = streamArn, ["ConsumerName"] = name };
        try
        {
            return Text((await CallAsync("RegisterStreamConsumer", request, cancellationToken)).GetProperty("Consumer"), "ConsumerARN")!;
        }
        catch (KinesisCallException exception) when (exception.Code == "ResourceInUseException")
        {
            return Text((await CallAsync("DescribeStreamConsumer", request, cancellationToken)).GetProperty("ConsumerDescription"), "ConsumerARN")!;
        }
    }

    /// <summary>Subscribes to a shard; ends when the subscription does, or the shard.</summary>
    /// <exception cref="KinesisCallException">It is refused, or breaks.</exception>
    public async IAsyncEnumerable<SubscriptionEvent> SubscribeAsync(
        string consumerArn, string shardId, string? after, DateTimeOffset? startAt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Operation = "SubscribeToShard";
        var position = after is not null ? new JsonObject { ["Type"] = "AFTER_SEQUENCE_NUMBER", ["SequenceNumber"] = after }
            : startAt is { } instant ? new JsonObject { ["Type"] = "AT_TIMESTAMP", ["Timestamp"] = instant.ToUnixTimeMilliseconds() / 1000.0 }
            : new JsonObject { ["Type"] = "TRIM_HORIZON" };
        using var message = Message(
            Operation, new JsonObject { ["ConsumerARN"] = consumerArn, ["ShardId"] = shardId, ["StartingPosition"] = position });
        using var response = await OpenAsync(Operation, message, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (await NextAsync(Operation, stream, cancellationToken) is { } next)
        {
            if (next is not { ValueKind: JsonValueKind.Object } pushed || !pushed.TryGetProperty("Records", out _))
            {
                continue;
            }

            bool isLast = pushed.TryGetProperty("ChildShards", out var children) && children.ValueKind == JsonValueKind.Array
                && children.GetArrayLength() > 0;
            yield return new SubscriptionEvent(
                Records(pushed), Text(pushed, "ContinuationSequenceNumber"), isLast || Text(pushed, "ContinuationSequenceNumber") is null);
            if (isLast)
            {
                yield break;
            }
        }
    }

    public async Task<string> StreamStatusAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("DescribeStreamSummary", new JsonObject { ["StreamName"] = name }, cancellationToken);
        return answer.GetProperty("StreamDescriptionSummary").GetProperty("StreamStatus").GetString()!;
    }

    public async Task<IReadOnlyList<ShardInfo>> ListShardsAsync(string stream, CancellationToken cancellationToken)
    {
        var shards = new List<ShardInfo>();
        var request = new JsonObject { ["StreamName"] = stream };
        while (true)
        {
            var answer = await CallAsync("ListShards", request, cancellationToken);
            foreach (var shard in answer.GetProperty("Shards").EnumerateArray())
            {
                shards.Add(new ShardInfo(
                    Text(shard, "ShardId")!,
                    new[] { Text(shard, "ParentShardId"), Text(shard, "AdjacentParentShardId") }.OfType<string>().ToArray()));
            }

            if (Text(answer, "NextToken") is not { } token)
            {
                return shards;
            }

            request = new JsonObject { ["NextToken"] = token };
        }
    }

    public async Task<string> GetIteratorAsync(
        string stream, string shardId, string? after, DateTimeOffset? startAt, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["StreamName"] = stream, ["ShardId"] = shardId };
        if (after is not null)
        {
            request["ShardIteratorType"] = "AFTER_SEQUENCE_NUMBER";
            request["StartingSequenceNumber"] = after;
        }
        else if (startAt is { } instant)
        {
            request["ShardIteratorType"] = "AT_TIMESTAMP";
            request["Timestamp"] = instant.ToUnixTimeMilliseconds() / 1000.0;
        }
        else
        {
            request["ShardIteratorType"] = "TRIM_HORIZON";
        }

        return (await CallAsync("GetShardIterator", request, cancellationToken)).GetProperty("ShardIterator").GetString()!;
    }

    public async Task<ReadResult> GetRecordsAsync(string iterator, int limit, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("GetRecords", new JsonObject { ["ShardIterator"] = iterator, ["Limit"] = limit }, cancellationToken);
        return new ReadResult(Records(answer), Text(answer, "NextShardIterator"));
    }

    public void Dispose() => _http.Dispose();

    private static List<StreamRecord> Records(JsonElement answer)
    {
        var records = new List<StreamRecord>();
        foreach (var record in answer.GetProperty("Records").EnumerateArray())
        {
            records.Add(new StreamRecord(
                Text(record, "SequenceNumber")!,
                Text(record, "PartitionKey"),
                record.GetProperty("Data"),
                Instant(record.GetProperty("ApproximateArrivalTimestamp"))));
        }

        return records;
    }

    private static HttpRequestMessage Message(string operation, JsonObject request)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(request.ToJsonString()) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        message.Headers.TryAddWithoutValidation("X-Amz-Target", $"Kinesis_20131202.{operation}");
        message.Headers.TryAddWithoutValidation("X-Amz-Date", DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        message.Headers.TryAddWithoutValidation("Authorization", Signature);
        return message;
    }

    private async Task<HttpResponseMessage> OpenAsync(string operation, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw Failed(operation, JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)).RootElement);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (
            exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new KinesisCallException(operation, "Unreachable", exception.Message);
        }
    }

    // The next event's payload; null where the stream is over.
    private static async Task<JsonElement?> NextAsync(string operation, Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            if (await EventStreamReader.ReadAsync(stream, cancellationToken) is not var (headers, payload))
            {
                return null;
            }

            var body = payload.IsEmpty ? default : JsonDocument.Parse(payload).RootElement;
            return headers.GetValueOrDefault(":message-type") is "exception" or "error"
                ? throw new KinesisCallException(operation, headers.GetValueOrDefault(":exception-type") ?? "InternalFailure", body.ToString())
                : body;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException or JsonException)
        {
            throw new KinesisCallException(operation, "Unreachable", exception.Message);
        }
    }

    private async Task<JsonElement> CallAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        using var message = Message(operation, request);
        try
        {
            using var response = await _http.SendAsync(message, cancellationToken);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            // The document is not disposed: records keep elements of it until they are handed over.
            var answer = body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
            return response.IsSuccessStatusCode ? answer : throw Failed(operation, answer);
        }
        catch (HttpRequestException exception)
        {
            throw new KinesisCallException(operation, "Unreachable", exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KinesisCallException(operation, "Unreachable", "no answer within 30 s");
        }
        catch (JsonException)
        {
            throw new KinesisCallException(operation, "InternalFailure", "the answer is not JSON");
        }
    }

    private static KinesisCallException Failed(string operation, JsonElement answer)
    {
        string? type = answer.ValueKind == JsonValueKind.Object ? Text(answer, "__type") : null;
        string? text = answer.ValueKind == JsonValueKind.Object ? Text(answer, "message") ?? Text(answer, "Message") : null;
        return new KinesisCallException(operation, type?.Split('#')[^1] ?? "InternalFailure", text ?? "no message");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset Instant(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(value.GetDouble() * 1000))
        : value.GetDateTimeOffset();
}
