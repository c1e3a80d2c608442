using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Shardwise.Local;

/// <summary>The S3 calls that functions use, path style, over a folder: PutObject, GetObject, HeadObject, DeleteObject, ListObjectsV2, HeadBucket.</summary>
internal sealed class S3Endpoint(S3Folder folder)
{
    private static readonly string[] Subresources =
        ["acl", "attributes", "cors", "delete", "encryption", "legal-hold", "lifecycle", "location", "logging", "notification", "object-lock", "partNumber", "policy",
            "publicAccessBlock", "replication", "restore", "retention", "select", "tagging", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions", "website"];

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers["x-amz-request-id"] = Guid.NewGuid().ToString("N");
        try
        {
            await ServeAsync(context).ConfigureAwait(false);
        }
        catch (AwsError error)
        {
            await RefuseAsync(context, error).ConfigureAwait(false);
        }
    }

    private Task ServeAsync(HttpContext context)
    {
        // As it was sent: the server would have tidied '..' away and left %2F as it is.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = Uri.UnescapeDataString(target.Split('?')[0]).TrimStart('/');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (bucket, key) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
        if (bucket.Length == 0 || Subresources.Any(context.Request.Query.ContainsKey) || context.Request.Headers.ContainsKey("x-amz-copy-source"))
        {
            throw NotServed(context.Request);
        }

        return (context.Request.Method, key.Length > 0) switch
        {
            ("PUT", true) => PutAsync(context, bucket, key),
            ("GET" or "HEAD", true) => GetAsync(context, bucket, key),
            ("DELETE", true) => DeleteAsync(context, bucket, key),
            ("GET", false) when context.Request.Query["list-type"] == "2" => ListAsync(context, bucket),
            ("HEAD", false) => Task.FromResult(folder.RequireBucket(bucket)),
            _ => throw NotServed(context.Request),
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

    private static async Task RefuseAsync(HttpContext context, AwsError error)
    {
        context.Response.Clear();
        context.Response.StatusCode = error.Status;
        if (context.Request.Method != "HEAD")
        {
            await XmlAsync(context, new XElement("Error", new XElement("Code", error.Code), new XElement("Message", error.Message))).ConfigureAwait(false);
        }
    }

    private static async Task XmlAsync(HttpContext context, XElement root)
    {
        var body = System.Text.Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.ToString(SaveOptions.DisableFormatting));
        context.Response.ContentType = "application/xml";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
