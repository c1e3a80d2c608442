using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Shardwise.Local.Routing;

namespace Shardwise.Local;

/// <summary>What several calls of S3 read from a request or write into an answer.</summary>
internal static class S3Requests
{
    public static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    // Kept with an object and given back with it.
    private static readonly string[] Kept =
        ["Content-Type", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires",
            "x-amz-website-redirect-location", "x-amz-storage-class"];

    public static Stream Body(HttpRequest request)
    {
        bool isChunked = request.Headers.ContentEncoding.ToString().Contains("aws-chunked", StringComparison.OrdinalIgnoreCase)
            || request.Headers["x-amz-content-sha256"].ToString().StartsWith("STREAMING-", StringComparison.Ordinal);
        return isChunked ? new AwsChunkedStream(request.Body) : request.Body;
    }

    /// <summary>What of a request's headers is the object's.</summary>
    public static Dictionary<string, string> Headers(HttpRequest request)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in Kept.Where(request.Headers.ContainsKey))
        {
            // How the body was sent is not how it is encoded.
            string value = name == "Content-Encoding"
                ? string.Join(',', request.Headers[name].ToString().Split(',', StringSplitOptions.TrimEntries)
                    .Where(encoding => encoding != "aws-chunked"))
                : request.Headers[name].ToString();
            if (value.Length > 0)
            {
                headers[name] = value;
            }
        }

        foreach (var (name, value) in request.Headers.Where(header => header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase)))
        {
            headers[name.ToLowerInvariant()] = value.ToString();
        }

        return headers;
    }

    /// <summary>What must hold for an object to be written.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body as it will be read; null where the object comes from elsewhere.</param>
    public static S3WriteOptions WriteOptions(HttpRequest request, Stream? body)
    {
        if (request.Headers.IfNoneMatch.Count > 0 && request.Headers.IfNoneMatch != "*")
        {
            throw new AwsError(
                "NotImplemented", "A header you provided implies functionality that is not implemented: If-None-Match of a write takes * only.", 501);
        }

        return new S3WriteOptions
        {
            Headers = Headers(request),
            Checks = body is null ? null : new S3Checks(request, body),
            Tags = S3Tags.OfHeader(request) ?? new Dictionary<string, string>(),
            OnlyIfMissing = request.Headers.IfNoneMatch == "*",
            OnlyOver = request.Headers.IfMatch.Count > 0 ? request.Headers.IfMatch.ToString() : null,
        };
    }

    public static async Task<XElement> XmlAsync(ServiceCall call)
    {
        try
        {
            var body = await call.BodyAsync().ConfigureAwait(false);
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            return XElement.Load(stream);
        }
        catch (XmlException)
        {
            throw S3Errors.Xml();
        }
    }

    /// <summary>The text of a child, in whatever namespace; null where there is none.</summary>
    public static string? Text(XElement parent, string name) => parent.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value;

    public static Task ReplyAsync(ServiceCall call, XElement root) => ServiceReply.SendAsync(call, "application/xml", ServiceReply.Xml(root));

    public static void SetChecksums(HttpResponse response, S3Object item)
    {
        foreach (var (name, value) in item.Checksums)
        {
            response.Headers["x-amz-checksum-" + name] = value;
            response.Headers["x-amz-checksum-type"] = "FULL_OBJECT";
        }
    }

    public static void SetVersion(HttpResponse response, S3Object item)
    {
        if (item.VersionId != "null")
        {
            response.Headers["x-amz-version-id"] = item.VersionId;
        }

        if (item.IsDeleteMarker)
        {
            response.Headers["x-amz-delete-marker"] = "true";
        }
    }

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Http(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);
}
