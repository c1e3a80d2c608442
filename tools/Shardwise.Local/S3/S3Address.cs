using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Shardwise.Local;

/// <summary>
/// The bucket and the key that a request names: in its path, or the bucket in its host (<c>bucket.localhost</c>,
/// <c>bucket.s3.region.amazonaws.com</c>).
/// </summary>
/// <param name="Bucket">"" for the service itself.</param>
/// <param name="Key">"" for the bucket itself.</param>
internal sealed record S3Address(string Bucket, string Key)
{
    public static S3Address Of(HttpRequest request)
    {
        // As it was sent: the server would have tidied '..' away and left %2F as it is.
        string target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        string path = Uri.UnescapeDataString(target.Split('?')[0]).TrimStart('/');
        if (BucketOf(request.Host.Host) is { } bucket)
        {
            return new S3Address(bucket, path);
        }

        int slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new S3Address(path, "") : new S3Address(path[..slash], path[(slash + 1)..]);
    }

    private static string? BucketOf(string host)
    {
        if (IPAddress.TryParse(host, out _))
        {
            return null;
        }

        string name = host.ToLowerInvariant();
        if (name.EndsWith(".localhost", StringComparison.Ordinal))
        {
            string left = name[..^".localhost".Length];
            return left.EndsWith(".s3", StringComparison.Ordinal) ? left[..^3] : left == "s3" ? null : left;
        }

        // bucket.s3.amazonaws.com, bucket.s3.region.amazonaws.com, bucket.s3-region.amazonaws.com
        int at = name.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? name.LastIndexOf(".s3", StringComparison.Ordinal) : -1;
        return at > 0 ? name[..at] : null;
    }
}
