using Microsoft.AspNetCore.Http;
using Shardwise.Local.Routing;

namespace Shardwise.Local;

/// <summary>What a call of S3 needs to be allowed.</summary>
internal static class S3Permissions
{
    public static string Bucket(string bucket) => $"arn:aws:s3:::{bucket}";

    public static string Object(string bucket, string key) => $"arn:aws:s3:::{bucket}/{key}";

    /// <summary>What lets a caller know whether a key exists.</summary>
    public static NeededPermission List(string bucket) => new("s3:ListBucket", Bucket(bucket)) { Context = Absent };

    public static NeededPermission Delete(string bucket, string key, string? version) =>
        new(version is null ? "s3:DeleteObject" : "s3:DeleteObjectVersion", Object(bucket, key));

    public static IReadOnlyList<NeededPermission>? Of(ServiceCall call)
    {
        var request = call.Context.Request;
        var (bucket, key) = S3Address.Of(request);
        NeededPermission OnBucket(string action) => new(action, Bucket(bucket)) { Context = Query(request) };
        NeededPermission OnObject(string action) => new(action, Object(bucket, key)) { Context = Headers(request) };
        bool isVersion = request.Query.ContainsKey("versionId");
        return call.Operation switch
        {
            "ListBuckets" => [new NeededPermission("s3:ListAllMyBuckets", "*")],
            "CreateBucket" or "DeleteBucket" or "GetBucketLocation" or "GetBucketVersioning" or "PutBucketVersioning" =>
                [OnBucket("s3:" + call.Operation)],
            "HeadBucket" or "ListObjects" or "ListObjectsV2" => [OnBucket("s3:ListBucket")],
            "ListObjectVersions" => [OnBucket("s3:ListBucketVersions")],
            "ListMultipartUploads" => [OnBucket("s3:ListBucketMultipartUploads")],
            "GetObject" or "HeadObject" => [OnObject(isVersion ? "s3:GetObjectVersion" : "s3:GetObject")],
            "GetObjectTagging" or "PutObjectTagging" or "DeleteObjectTagging" =>
                [OnObject("s3:" + (isVersion ? call.Operation.Replace("Object", "ObjectVersion", StringComparison.Ordinal) : call.Operation))],
            "PutObject" or "CreateMultipartUpload" when request.Headers.ContainsKey("x-amz-tagging") =>
                [OnObject("s3:PutObject"), OnObject("s3:PutObjectTagging")],
            "PutObject" or "CreateMultipartUpload" or "UploadPart" or "CompleteMultipartUpload" => [OnObject("s3:PutObject")],
            "CopyObject" or "UploadPartCopy" => S3CopySource.Of(request) is var source
                ? [new NeededPermission(source.Version is null ? "s3:GetObject" : "s3:GetObjectVersion", Object(source.Bucket, source.Key)),
                    OnObject("s3:PutObject")]
                : [],
            "DeleteObject" => [Delete(bucket, key, isVersion ? "" : null)],
            "AbortMultipartUpload" => [OnObject("s3:AbortMultipartUpload")],
            "ListParts" => [OnObject("s3:ListMultipartUploadParts")],
            // Each key for itself, as its answer is.
            "DeleteObjects" => [],
            _ => null,
        };
    }

    private static Dictionary<string, string?> Absent { get; } = new() { ["s3:prefix"] = null, ["s3:delimiter"] = null, ["s3:max-keys"] = null };

    private static Dictionary<string, string?> Query(HttpRequest request) => new()
    {
        ["s3:prefix"] = Value(request.Query["prefix"]),
        ["s3:delimiter"] = Value(request.Query["delimiter"]),
        ["s3:max-keys"] = Value(request.Query["max-keys"]),
    };

    private static Dictionary<string, string?> Headers(HttpRequest request) => new()
    {
        ["s3:x-amz-acl"] = Value(request.Headers["x-amz-acl"]),
        ["s3:x-amz-server-side-encryption"] = Value(request.Headers["x-amz-server-side-encryption"]),
        ["s3:x-amz-server-side-encryption-aws-kms-key-id"] = Value(request.Headers["x-amz-server-side-encryption-aws-kms-key-id"]),
        ["s3:x-amz-storage-class"] = Value(request.Headers["x-amz-storage-class"]),
        ["s3:VersionId"] = Value(request.Query["versionId"]),
        ["s3:if-none-match"] = Value(request.Headers.IfNoneMatch),
    };

    private static string? Value(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 0 ? null : values.ToString();
}
