using Microsoft.AspNetCore.Http;

namespace Shardwise.Local;

/// <summary>The S3 operation that a request asks for, by its method, whether it names a key, and its subresource.</summary>
internal static class S3Operations
{
    // Of a request's query, the names that make it another operation than the plain one.
    private static readonly string[] Subresources =
        ["acl", "accelerate", "analytics", "attributes", "cors", "delete", "encryption", "intelligent-tiering", "inventory", "legal-hold",
            "lifecycle", "location", "logging",
            "metrics", "notification", "object-lock", "ownershipControls", "policy", "policyStatus", "publicAccessBlock", "replication",
                "requestPayment", "restore",
            "retention", "select", "tagging", "torrent", "uploads", "versioning", "versions", "website"];

    /// <summary>The operation's name; a subresource that has none here is named as the request does.</summary>
    public static string Of(HttpRequest request, S3Address address)
    {
        string? subresource = Array.Find(Subresources, request.Query.ContainsKey);
        bool isPart = request.Query.ContainsKey("uploadId");
        bool isCopy = request.Headers.ContainsKey("x-amz-copy-source");
        string target = address.Bucket.Length == 0 ? "service" : address.Key.Length == 0 ? "bucket" : "key";
        return (request.Method, target, subresource) switch
        {
            ("GET", "service", null) => "ListBuckets",
            ("PUT", "bucket", null) => "CreateBucket",
            ("DELETE", "bucket", null) => "DeleteBucket",
            ("HEAD", "bucket", null) => "HeadBucket",
            ("GET", "bucket", null) => request.Query["list-type"] == "2" ? "ListObjectsV2" : "ListObjects",
            ("GET", "bucket", "location") => "GetBucketLocation",
            ("GET", "bucket", "versioning") => "GetBucketVersioning",
            ("PUT", "bucket", "versioning") => "PutBucketVersioning",
            ("GET", "bucket", "versions") => "ListObjectVersions",
            ("GET", "bucket", "uploads") => "ListMultipartUploads",
            ("POST", "bucket", "delete") => "DeleteObjects",
            ("PUT", "key", null) when isPart => isCopy ? "UploadPartCopy" : "UploadPart",
            ("PUT", "key", null) => isCopy ? "CopyObject" : "PutObject",
            ("GET", "key", null) => isPart ? "ListParts" : "GetObject",
            ("HEAD", "key", null) => "HeadObject",
            ("DELETE", "key", null) => isPart ? "AbortMultipartUpload" : "DeleteObject",
            ("GET", "key", "tagging") => "GetObjectTagging",
            ("PUT", "key", "tagging") => "PutObjectTagging",
            ("DELETE", "key", "tagging") => "DeleteObjectTagging",
            ("POST", "key", "uploads") => "CreateMultipartUpload",
            ("POST", "key", null) when isPart => "CompleteMultipartUpload",
            _ => $"{request.Method} {target} {subresource}".TrimEnd(),
        };
    }
}
