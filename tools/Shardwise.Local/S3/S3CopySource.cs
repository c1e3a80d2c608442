using Microsoft.AspNetCore.Http;

namespace Shardwise.Local;

/// <summary>
/// What <c>x-amz-copy-source</c> names: <c>/bucket/key</c> or <c>bucket/key</c>, percent-encoded, with <c>?versionId=</c> or without.
/// </summary>
internal sealed record S3CopySource(string Bucket, string Key, string? Version)
{
    /// <exception cref="AwsError">It names no bucket and key.</exception>
    public static S3CopySource Of(HttpRequest request)
    {
        string[] parts = request.Headers["x-amz-copy-source"].ToString().Split("?versionId=", 2);
        string path = Uri.UnescapeDataString(parts[0]).TrimStart('/');
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < path.Length - 1
            ? new S3CopySource(path[..slash], path[(slash + 1)..], parts.ElementAtOrDefault(1))
            : throw new AwsError("InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }
}
