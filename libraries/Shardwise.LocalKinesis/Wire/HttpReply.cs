using System.Text;
using Microsoft.AspNetCore.Http;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>Sends answers with the headers that the service sends.</summary>
internal static class HttpReply
{
    private const string Exposed = "x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,x-amzn-ErrorMessage,Date";

    public static void AddHeaders(HttpContext context)
    {
        // Random enough to tell requests apart, without asking the system for each.
        Span<byte> id = stackalloc byte[72];
        Random.Shared.NextBytes(id);
        var headers = context.Response.Headers;
        headers["x-amzn-RequestId"] = new Guid(id[..16]).ToString();
        headers["x-amz-id-2"] = Convert.ToBase64String(id);
        if (context.Request.Headers.Origin.Count > 0)
        {
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlExposeHeaders = Exposed;
        }
    }

    public static void Start(HttpContext context, int status, string? contentType)
    {
        AddHeaders(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
    }

    public static Task SendAsync(HttpContext context, int status, string? contentType, ReadOnlyMemory<byte> body)
    {
        Start(context, status, contentType);
        context.Response.ContentLength = body.Length;
        return body.IsEmpty ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>Answers a caller that speaks none of the protocols: XML, with a text where one is given.</summary>
    public static Task SendXmlAsync(HttpContext context, int status, string code, string? text) =>
        SendAsync(context, status, null,
            Encoding.UTF8.GetBytes(text is null ? $"<{code}/>\n" : $"<{code}>\n  <Message>{text}</Message>\n</{code}>\n"));

    /// <summary>What a browser asks before it calls.</summary>
    public static Task SendPreflightAsync(HttpContext context)
    {
        var (asked, headers) = (context.Request.Headers, context.Response.Headers);
        headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlMaxAge = "172800";
        if (asked.AccessControlRequestHeaders.Count > 0)
        {
            headers.AccessControlAllowHeaders = asked.AccessControlRequestHeaders;
        }

        if (asked.AccessControlRequestMethod.Count > 0)
        {
            headers.AccessControlAllowMethods = asked.AccessControlRequestMethod;
        }

        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
