using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Shardwise.Local;

/// <summary>CloudWatch in the two protocols that AWS SDKs speak to it: AWS JSON 1.0 and Smithy RPC v2 CBOR.</summary>
internal sealed class CloudWatchEndpoint(CloudWatchOperations operations)
{
    public const string Service = "GraniteServiceVersion20100801";
    private const string Cbor = "application/cbor";

    public Task HandleJsonAsync(HttpContext context)
    {
        var operation = context.Request.Headers["X-Amz-Target"].ToString()[(Service.Length + 1)..];
        return HandleAsync(context, operation, body => CloudWatchJson.Read(body), CloudWatchJson.Write, AwsJson.Version10);
    }

    public Task HandleCborAsync(HttpContext context, string operation)
    {
        context.Response.Headers["smithy-protocol"] = "rpc-v2-cbor";
        return HandleAsync(context, operation, CborValue.Read, CborValue.Write, Cbor);
    }

    private async Task HandleAsync(
        HttpContext context, string operation, Func<ReadOnlyMemory<byte>, object?> read, Func<object?, ReadOnlyMemory<byte>> write, string contentType)
    {
        try
        {
            var reply = operations.Call(operation, CloudWatchRequest.Of(read(await BodyAsync(context.Request).ConfigureAwait(false))));
            // JSON 1.0 answers an operation without output with an empty structure, RPC v2 with nothing.
            var empty = contentType == Cbor ? ReadOnlyMemory<byte>.Empty : "{}"u8.ToArray();
            await AwsJson.ReplyAsync(context, contentType, reply is null ? empty : write(reply)).ConfigureAwait(false);
        }
        catch (AwsError error)
        {
            await RefuseAsync(context, error, write, contentType).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            await RefuseAsync(context, new AwsError("SerializationException", exception.Message), write, contentType).ConfigureAwait(false);
        }
    }

    private static Task RefuseAsync(HttpContext context, AwsError error, Func<object?, ReadOnlyMemory<byte>> write, string contentType)
    {
        context.Response.StatusCode = error.Status;
        context.Response.Headers["x-amzn-query-error"] = QueryCode(error.Code) + ";Sender";
        var type = contentType == Cbor ? "com.amazonaws.cloudwatch#" + error.Code : error.Code;
        return AwsJson.ReplyAsync(context, contentType, write(new Dictionary<string, object?> { ["__type"] = type, ["message"] = error.Message }));
    }

    // The service's older protocol has shorter codes, which SDKs still show where they find them in this header.
    private static string QueryCode(string code) => code switch
    {
        "ValidationException" => "ValidationError",
        "MissingRequiredParameterException" => "MissingParameter",
        _ => code,
    };

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        if (request.Headers.ContentEncoding == "gzip")
        {
            await using var unzipped = new GZipStream(request.Body, CompressionMode.Decompress);
            await unzipped.CopyToAsync(body, request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        else
        {
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted).ConfigureAwait(false);
        }

        return body.ToArray();
    }
}
