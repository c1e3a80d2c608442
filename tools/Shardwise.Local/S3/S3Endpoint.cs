using Shardwise.Local.Routing;

namespace Shardwise.Local;

/// <summary>S3 as the router knows it: which operations there are, and who answers each.</summary>
internal sealed class S3Endpoint
{
    private readonly S3Folder _folder;
    private readonly Dictionary<string, Func<ServiceCall, S3Address, Task>> _operations;

    public S3Endpoint(S3Folder folder, string region, string uploads, TimeProvider clock)
    {
        _folder = folder;
        var objects = new S3ObjectCalls(folder);
        var copies = new S3CopyCalls(folder, new S3Uploads(folder, uploads, clock));
        var buckets = new S3BucketCalls(folder, region);
        var parts = new S3UploadCalls(new S3Uploads(folder, uploads, clock));
        _operations = new(StringComparer.Ordinal)
        {
            ["ListBuckets"] = (call, _) => buckets.ListBucketsAsync(call),
            ["CreateBucket"] = buckets.CreateAsync,
            ["DeleteBucket"] = buckets.DeleteAsync,
            ["HeadBucket"] = buckets.HeadAsync,
            ["GetBucketLocation"] = buckets.LocationAsync,
            ["GetBucketVersioning"] = buckets.GetVersioningAsync,
            ["PutBucketVersioning"] = buckets.PutVersioningAsync,
            ["ListObjects"] = buckets.ListAsync,
            ["ListObjectsV2"] = buckets.ListAsync,
            ["ListObjectVersions"] = buckets.ListVersionsAsync,
            ["PutObject"] = objects.PutAsync,
            ["GetObject"] = objects.GetAsync,
            ["HeadObject"] = objects.GetAsync,
            ["DeleteObject"] = objects.DeleteAsync,
            ["DeleteObjects"] = objects.DeleteManyAsync,
            ["GetObjectTagging"] = objects.GetTagsAsync,
            ["PutObjectTagging"] = objects.PutTagsAsync,
            ["DeleteObjectTagging"] = objects.DeleteTagsAsync,
            ["CopyObject"] = copies.CopyAsync,
            ["UploadPartCopy"] = copies.CopyPartAsync,
            ["CreateMultipartUpload"] = parts.CreateAsync,
            ["UploadPart"] = parts.PutAsync,
            ["ListParts"] = parts.ListAsync,
            ["ListMultipartUploads"] = parts.ListUploadsAsync,
            ["CompleteMultipartUpload"] = parts.CompleteAsync,
            ["AbortMultipartUpload"] = parts.AbortAsync,
        };
    }

    public ServiceRow ToRow() => new()
    {
        Name = "S3",
        SigningName = "s3",
        RestProtocol = WireProtocol.RestXml,
        OperationOf = call => S3Operations.Of(call.Context.Request, S3Address.Of(call.Context.Request)),
        Operations = _operations.Keys,
        Needs = call => Task.FromResult(S3Permissions.Of(call)),
        Answer = ServeAsync,
    };

    private Task ServeAsync(ServiceCall call)
    {
        var headers = call.Context.Response.Headers;
        headers["x-amz-request-id"] = call.RequestId;
        // An object that is a page lies at the address of the control API: opened in a browser it runs no script and is nobody's page.
        headers.ContentSecurityPolicy = "sandbox";
        headers.XContentTypeOptions = "nosniff";
        var address = S3Address.Of(call.Context.Request);
        if (call.Operation is not ("ListBuckets" or "CreateBucket"))
        {
            _folder.RequireBucket(address.Bucket);
        }

        return _operations[call.Operation](call, address);
    }
}
