using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Shardwise.Local.Routing;

namespace Shardwise.Local;

/// <summary>Buckets: made, listed, deleted, and what is in them.</summary>
internal sealed class S3BucketCalls(S3Folder folder, string region)
{
    private static readonly XNamespace Xml = S3Requests.Namespace;

    public Task ListBucketsAsync(ServiceCall call)
    {
        string prefix = call.Context.Request.Query["prefix"].ToString();
        return S3Requests.ReplyAsync(call, new XElement(
            Xml + "ListAllMyBucketsResult",
            new XElement(Xml + "Owner", new XElement(Xml + "ID", "local")),
            new XElement(Xml + "Buckets", folder.Buckets.Where(bucket => bucket.Name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(bucket => new XElement(
                Xml + "Bucket", new XElement(Xml + "Name", bucket.Name), new XElement(Xml + "CreationDate", S3Requests.Iso(bucket.Created)))))));
    }

    public Task CreateAsync(ServiceCall call, S3Address address)
    {
        if (!S3Folder.IsBucketName(address.Bucket))
        {
            throw new AwsError("InvalidBucketName", "The specified bucket is not valid.");
        }

        // Only us-east-1 takes it quietly.
        if (folder.Buckets.Any(bucket => bucket.Name == address.Bucket) && region != "us-east-1")
        {
            throw new AwsError("BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", 409);
        }

        folder.CreateBucket(address.Bucket);
        call.Context.Response.Headers.Location = "/" + address.Bucket;
        return Task.CompletedTask;
    }

    public Task DeleteAsync(ServiceCall call, S3Address address)
    {
        folder.DeleteBucket(address.Bucket);
        call.Context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public Task HeadAsync(ServiceCall call, S3Address address)
    {
        call.Context.Response.Headers["x-amz-bucket-region"] = region;
        return Task.CompletedTask;
    }

    // us-east-1 has no name of a location.
    public Task LocationAsync(ServiceCall call, S3Address address) =>
        S3Requests.ReplyAsync(call, new XElement(Xml + "LocationConstraint", region == "us-east-1" ? null : region));

    public Task GetVersioningAsync(ServiceCall call, S3Address address) => S3Requests.ReplyAsync(call, new XElement(
        Xml + "VersioningConfiguration", folder.Versioning(address.Bucket) is { } status ? new XElement(Xml + "Status", status) : null));

    public async Task PutVersioningAsync(ServiceCall call, S3Address address)
    {
        string? status = S3Requests.Text(await S3Requests.XmlAsync(call).ConfigureAwait(false), "Status");
        folder.SetVersioning(address.Bucket, status is "Enabled" or "Suspended" ? status : throw S3Errors.Xml());
    }

    public Task ListAsync(ServiceCall call, S3Address address) =>
        S3Requests.ReplyAsync(call, S3Listing.Of(folder, address.Bucket, call.Context.Request.Query).ToXml());

    /// <summary>All versions of the keys of a prefix, in pages.</summary>
    public Task ListVersionsAsync(ServiceCall call, S3Address address)
    {
        var query = call.Context.Request.Query;
        string prefix = query["prefix"].ToString();
        int most = int.TryParse(query["max-keys"], NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) ? Math.Min(wanted, 1_000) : 1_000;
        var all = folder.AllVersions(address.Bucket, prefix);
        int start = 0;
        if (query["key-marker"].ToString() is { Length: > 0 } after)
        {
            string version = query["version-id-marker"].ToString();
            start = 1 + all.ToList().FindLastIndex(entry => entry.Version.Key == after
                && (version.Length == 0 || entry.Version.VersionId == version));
        }

        var page = all.Skip(start).Take(most).ToList();
        bool isTruncated = start + page.Count < all.Count;
        var root = new XElement(
            Xml + "ListVersionsResult",
            new XElement(Xml + "Name", address.Bucket),
            new XElement(Xml + "Prefix", prefix),
            new XElement(Xml + "MaxKeys", most),
            new XElement(Xml + "IsTruncated", isTruncated));
        if (isTruncated)
        {
            root.Add(new XElement(Xml + "NextKeyMarker", page[^1].Version.Key),
                new XElement(Xml + "NextVersionIdMarker", page[^1].Version.VersionId));
        }

        root.Add(page.Select(entry => Tell(entry.Version, entry.IsLatest)));
        return S3Requests.ReplyAsync(call, root);
    }

    private static XElement Tell(S3Object version, bool isLatest)
    {
        var told = new XElement(
            Xml + (version.IsDeleteMarker ? "DeleteMarker" : "Version"),
            new XElement(Xml + "Key", version.Key),
            new XElement(Xml + "VersionId", version.VersionId),
            new XElement(Xml + "IsLatest", isLatest),
            new XElement(Xml + "LastModified", S3Requests.Iso(version.LastModified)));
        if (!version.IsDeleteMarker)
        {
            told.Add(new XElement(Xml + "ETag", version.ETag), new XElement(Xml + "Size", version.Size),
                new XElement(Xml + "StorageClass", "STANDARD"));
        }

        return told;
    }
}
