using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Shardwise.Local.Routing;

namespace Shardwise.Local;

/// <summary>The S3 calls that functions use, path style, over a folder: PutObject, GetObject, HeadObject, DeleteObject, ListObjectsV2, HeadBucket.</summary>
internal sealed class S3Endpoint(S3Folder folder)
{
    public ServiceRow ToRow() => new()
    {
        Name = "S3",
        SigningName = "s3",
        RestProtocol = WireProtocol.RestXml,
        OperationOf = call => S3Operations.Of(call.Context.Request, S3Address.Of(call.Context.Request)),
        Operations = ["PutObject", "GetObject", "HeadObject", "DeleteObject", "ListObjectsV2", "HeadBucket"],
        Needs = call => Task.FromResult(S3Permissions.Of(call)),
        Answer = ServeAsync,
    };

    private Task ServeAsync(ServiceCall call)
    {
        var context = call.Context;
        context.Response.Headers["x-amz-request-id"] = call.RequestId;
        var (bucket, key) = S3Address.Of(context.Request);
        return call.Operation switch
        {
            "PutObject" => PutAsync(context, bucket, key),
            "GetObject" or "HeadObject" => GetAsync(context, bucket, key),
            "DeleteObject" => DeleteAsync(context, bucket, key),
            "ListObjectsV2" => ListAsync(context, bucket),
            _ => Task.FromResult(folder.RequireBucket(bucket)),
        };
    }

    private static AwsError NotServed(HttpRequest request) =>
        new("NotImplemented", $"{request.Method} {request.Path}{request.QueryString} is not served locally.", 501);

    private async Task PutAsync(HttpContext context, string bucket, string key)
    {
        var request = context.Request;
        if (request.Headers.IfMatch.Count > 0 || (request.Headers.IfNoneMatch.Count > 0 && request.Headers.IfNoneMatch != "*"))
        {
            throw NotServed(request);
        }

        var chunked = request.Headers.ContentEncoding.ToString().Contains("aws-chunked", StringComparison.OrdinalIgnoreCase)
            || request.Headers["x-amz-content-sha256"].ToString().StartsWith("STREAMING-", StringComparison.Ordinal);
        await using var content = chunked ? new AwsChunkedStream(request.Body) : request.Body;
        var etag = await folder.PutAsync(bucket, key, content, request.Headers.IfNoneMatch == "*", context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.ETag = etag;
    }

    private async Task GetAsync(HttpContext context, string bucket, string key)
    {
        var file = folder.Require(bucket, key);
        if (context.Request.Headers.Range.Count > 0)
        {
            throw NotServed(context.Request);
        }

        context.Response.Headers.ETag = await S3Folder.ETagAsync(file, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.LastModified = file.LastWriteTimeUtc.ToString("R", CultureInfo.InvariantCulture);
        context.Response.ContentType = "application/octet-stream";
        await using var content = file.OpenRead();
        context.Response.ContentLength = content.Length;
        if (context.Request.Method == "GET")
        {
            await content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private Task DeleteAsync(HttpContext context, string bucket, string key)
    {
        folder.Delete(bucket, key);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task ListAsync(HttpContext context, string bucket)
    {
        var listing = S3Listing.Of(folder, bucket, context.Request.Query);
        return XmlAsync(context, listing.ToXml());
    }

    private static async Task XmlAsync(HttpContext context, XElement root)
    {
        var body = System.Text.Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.ToString(SaveOptions.DisableFormatting));
        context.Response.ContentType = "application/xml";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
