using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Shardwise.Local;

/// <summary>Answers in the AWS JSON protocols.</summary>
internal static class AwsJson
{
    public const string Version10 = "application/x-amz-json-1.0";
    public const string Version11 = "application/x-amz-json-1.1";

    public static Task ReplyAsync(HttpContext context, string contentType, AwsError error)
    {
        var body = new Dictionary<string, string> { ["__type"] = error.Code, ["message"] = error.Message };
        context.Response.StatusCode = error.Status;
        return ReplyAsync(context, contentType, JsonSerializer.SerializeToUtf8Bytes(body));
    }

    public static async Task ReplyAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        context.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        try
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The caller has left; nobody waits for the answer.
        }
    }
}
