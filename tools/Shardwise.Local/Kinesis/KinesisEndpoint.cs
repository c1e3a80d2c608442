using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Shardwise.Local;

/// <summary>Kinesis over AWS JSON 1.1: finds the operation, checks what every operation needs, answers in the protocol's shapes.</summary>
internal sealed class KinesisEndpoint(
    PutHandler put, ReadHandler read, ReshardHandler reshard, StreamHandler manage, LocalServicesOptions options)
{
    public const string TargetPrefix = "Kinesis_20131202.";

    public async Task HandleAsync(HttpContext context)
    {
        var operation = context.Request.Headers["X-Amz-Target"].ToString()[TargetPrefix.Length..];
        try
        {
            CheckSigned(context.Request);
            using var body = await RequestBody.ReadAsync(context.Request).ConfigureAwait(false);
            await InjectAsync(operation, body.Memory, context.RequestAborted).ConfigureAwait(false);
            // Once read, a call is carried out even if its caller leaves, as on AWS: what became of it must be counted.
            var reply = await AnswerAsync(operation, body.Memory).ConfigureAwait(false);
            await AwsJson.ReplyAsync(context, AwsJson.Version11, reply).ConfigureAwait(false);
        }
        catch (AwsError error)
        {
            await AwsJson.ReplyAsync(context, AwsJson.Version11, error).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            var error = new AwsError("SerializationException", "A member of the request has the wrong type: " + exception.Message);
            await AwsJson.ReplyAsync(context, AwsJson.Version11, error).ConfigureAwait(false);
        }
    }

    private static void CheckSigned(HttpRequest request)
    {
        if (!request.Headers.ContainsKey("Authorization") && !request.Query.ContainsKey("X-Amz-Signature"))
        {
            throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token");
        }
    }

    private async Task InjectAsync(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (options.KinesisFault?.Invoke(new KinesisCall(operation, StreamNameOf(body))) is not { } fault)
        {
            return;
        }

        if (fault.Delay > TimeSpan.Zero)
        {
            await Task.Delay(fault.Delay, cancellationToken).ConfigureAwait(false);
        }

        if (fault.Code is { } code)
        {
            throw new AwsError(code, fault.Message, fault.StatusCode);
        }
    }

    private static string? StreamNameOf(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        var root = json.RootElement;
        return root.TryGetProperty("StreamName", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()
            : root.TryGetProperty("StreamARN", out var arn) && arn.ValueKind == JsonValueKind.String ? StreamDirectory.NameInArn(arn.GetString())
            : root.TryGetProperty("ShardIterator", out var iterator) && iterator.ValueKind == JsonValueKind.String ? ShardIterator.Parse(iterator.GetString()).StreamName
            : null;
    }

    private async Task<ReadOnlyMemory<byte>> AnswerAsync(string operation, ReadOnlyMemory<byte> body) => operation switch
    {
        "PutRecords" => await put.PutRecordsAsync(body, CancellationToken.None).ConfigureAwait(false),
        "PutRecord" => await put.PutRecordAsync(body, CancellationToken.None).ConfigureAwait(false),
        "GetRecords" => await read.GetRecordsAsync(Request(body), CancellationToken.None).ConfigureAwait(false),
        "GetShardIterator" => await read.GetShardIteratorAsync(Request(body), CancellationToken.None).ConfigureAwait(false),
        "UpdateShardCount" => reshard.UpdateShardCount(Request(body)),
        "SplitShard" or "MergeShards" => await reshard.SplitOrMergeAsync(operation, Request(body), CancellationToken.None).ConfigureAwait(false),
        "SubscribeToShard" => throw AwsError.Validation("SubscribeToShard is not served locally: read with GetRecords."),
        _ => await manage.CallAsync(operation, Request(body), CancellationToken.None).ConfigureAwait(false),
    };

    private static JsonObject Request(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        return JsonObject.Create(json.RootElement.Clone())!;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = JsonDocument.Parse(body.IsEmpty ? "{}"u8.ToArray() : body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json : throw new AwsError("SerializationException", "The request body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new AwsError("SerializationException", "The request body is not JSON: " + exception.Message);
        }
    }
}
