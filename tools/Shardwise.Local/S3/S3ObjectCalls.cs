using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Shardwise.Local.Routing;

namespace Shardwise.Local;

/// <summary>Objects: put, got, looked at, deleted.</summary>
internal sealed class S3ObjectCalls(S3Folder folder)
{
    // The DeleteObjects API reference.
    private const int MostDeletes = 1_000;

    public async Task PutAsync(ServiceCall call, S3Address address)
    {
        var request = call.Context.Request;
        await using var content = S3Requests.Body(request);
        var options = S3Requests.WriteOptions(request, content);
        var written = await folder.PutAsync(address.Bucket, address.Key, content, options, call.Context.RequestAborted).ConfigureAwait(false);
        call.Context.Response.Headers.ETag = written.ETag;
        call.Context.Response.Headers["x-amz-server-side-encryption"] = "AES256";
        S3Requests.SetChecksums(call.Context.Response, written);
        S3Requests.SetVersion(call.Context.Response, written);
    }

    public Task GetTagsAsync(ServiceCall call, S3Address address)
    {
        var item = folder.Find(address.Bucket, address.Key, Version(call));
        return item is null or { IsDeleteMarker: true }
            ? throw (Version(call) is null ? S3Errors.NoKey() : S3Errors.NoVersion())
            : S3Requests.ReplyAsync(call, S3Tags.Document(item.Tags));
    }

    public async Task PutTagsAsync(ServiceCall call, S3Address address)
    {
        var tags = await S3Tags.OfBodyAsync(call).ConfigureAwait(false);
        S3Requests.SetVersion(call.Context.Response, folder.SetTags(address.Bucket, address.Key, Version(call), tags));
    }

    public Task DeleteTagsAsync(ServiceCall call, S3Address address)
    {
        S3Requests.SetVersion(call.Context.Response, folder.SetTags(address.Bucket, address.Key, Version(call), new Dictionary<string, string>()));
        call.Context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static string? Version(ServiceCall call) => call.Context.Request.Query["versionId"].ToString() is { Length: > 0 } id ? id : null;

    public async Task GetAsync(ServiceCall call, S3Address address)
    {
        var (request, response) = (call.Context.Request, call.Context.Response);
        string? version = Version(call);
        var (item, content) = Open(call, address, version);
        await using (content)
        {
            if (!Holds(request, item))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                response.Headers.ETag = item.ETag;
                return;
            }

            var (from, to) = Range(request, response, item.Size);
            Describe(request, response, item);
            response.ContentLength = to - from + 1;
            if (request.Method == "GET")
            {
                content.Position = from;
                await CopyAsync(content, response.Body, to - from + 1, call.Context.RequestAborted).ConfigureAwait(false);
            }
        }
    }

    public Task DeleteAsync(ServiceCall call, S3Address address)
    {
        var (request, response) = (call.Context.Request, call.Context.Response);
        string? version = Version(call);
        var deleted = folder.Delete(address.Bucket, address.Key, version, request.Headers.IfMatch.Count > 0
            ? request.Headers.IfMatch.ToString() : null);
        response.StatusCode = StatusCodes.Status204NoContent;
        if (deleted is not null)
        {
            S3Requests.SetVersion(response, deleted);
        }

        return Task.CompletedTask;
    }

    public async Task DeleteManyAsync(ServiceCall call, S3Address address)
    {
        var order = await S3Requests.XmlAsync(call).ConfigureAwait(false);
        var items = order.Elements().Where(child => child.Name.LocalName == "Object").ToList();
        if (items.Count is 0 or > MostDeletes)
        {
            throw S3Errors.Xml();
        }

        var reply = new XElement(S3Requests.Namespace + "DeleteResult");
        bool isQuiet = S3Requests.Text(order, "Quiet") == "true";
        foreach (var item in items)
        {
            string key = S3Requests.Text(item, "Key") ?? throw S3Errors.Xml();
            var told = DeleteOne(call, address.Bucket, key, S3Requests.Text(item, "VersionId"));
            if (!isQuiet || told.Name.LocalName == "Error")
            {
                reply.Add(told);
            }
        }

        await S3Requests.ReplyAsync(call, reply).ConfigureAwait(false);
    }

    private XElement DeleteOne(ServiceCall call, string bucket, string key, string? version)
    {
        var xml = S3Requests.Namespace;
        try
        {
            if (call.Check(S3Permissions.Delete(bucket, key, version)) is { } refusal)
            {
                throw refusal;
            }

            var deleted = folder.Delete(bucket, key, version);
            var told = new XElement(xml + "Deleted", new XElement(xml + "Key", key));
            if (version is not null)
            {
                told.Add(new XElement(xml + "VersionId", version));
            }

            if (deleted?.IsDeleteMarker == true)
            {
                told.Add(new XElement(xml + "DeleteMarker", true), new XElement(xml + "DeleteMarkerVersionId", deleted.VersionId));
            }

            return told;
        }
        catch (AwsError error)
        {
            return new XElement(xml + "Error", new XElement(xml + "Key", key), new XElement(xml + "Code", error.Code),
                new XElement(xml + "Message", error.Message));
        }
    }

    // Who may not list the bucket is not told whether there is such a key.
    private (S3Object Item, FileStream Content) Open(ServiceCall call, S3Address address, string? version)
    {
        try
        {
            return folder.Open(address.Bucket, address.Key, version);
        }
        catch (AwsError error) when (error.Code == "NoSuchKey")
        {
            if (folder.Find(address.Bucket, address.Key) is { IsDeleteMarker: true } marker)
            {
                S3Requests.SetVersion(call.Context.Response, marker);
            }

            throw call.Check(S3Permissions.List(address.Bucket)) ?? error;
        }
    }

    /// <summary>Whether an object is to be sent; false where the caller has it already.</summary>
    /// <exception cref="AwsError">A condition does not hold.</exception>
    private static bool Holds(HttpRequest request, S3Object item)
    {
        var headers = request.Headers;
        bool Is(string tags) => tags.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag.Trim('"') == item.ETag.Trim('"'));
        var modified = DateTimeOffset.FromUnixTimeSeconds(item.LastModified.ToUnixTimeSeconds());
        if (headers.IfMatch.Count > 0 ? !Is(headers.IfMatch.ToString()) : Time(headers.IfUnmodifiedSince.ToString()) is { } until && modified > until)
        {
            throw S3Errors.Precondition();
        }

        return headers.IfNoneMatch.Count > 0 ? !Is(headers.IfNoneMatch.ToString()) : Time(headers.IfModifiedSince.ToString()) is not { } since
            || modified > since;
    }

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The first and the last byte that are asked for; says so in the answer where that is not all.</summary>
    /// <exception cref="AwsError">There are no such bytes.</exception>
    internal static (long From, long To) Range(HttpRequest request, HttpResponse response, long size)
    {
        string text = request.Headers.Range.ToString();
        if (!text.StartsWith("bytes=", StringComparison.Ordinal) || text.Contains(',', StringComparison.Ordinal)
            || text[6..].Split('-') is not [var first, var last])
        {
            return (0, size - 1);
        }

        bool hasFirst = long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out long from);
        bool hasLast = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out long to);
        if (!hasFirst && !hasLast)
        {
            return (0, size - 1);
        }

        (from, to) = hasFirst ? (from, hasLast ? Math.Min(to, size - 1) : size - 1) : (Math.Max(0, size - to), size - 1);
        if (from >= size || from > to)
        {
            throw S3Errors.Range();
        }

        response.StatusCode = StatusCodes.Status206PartialContent;
        response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{size}");
        return (from, to);
    }

    private static void Describe(HttpRequest request, HttpResponse response, S3Object item)
    {
        foreach (var (name, value) in item.Headers)
        {
            response.Headers[name] = value;
        }

        response.ContentType = item.Headers.FirstOrDefault(header =>
            header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value ?? "binary/octet-stream";
        foreach (string name in new[] { "Content-Type", "Content-Language", "Expires", "Cache-Control", "Content-Disposition", "Content-Encoding" })
        {
            if (request.Query["response-" + name.ToLowerInvariant()].ToString() is { Length: > 0 } wanted)
            {
                response.Headers[name] = wanted;
            }
        }

        if (item.Tags.Count > 0)
        {
            response.Headers["x-amz-tagging-count"] = item.Tags.Count.ToString(CultureInfo.InvariantCulture);
        }

        // Of a part of the object it would not be the checksum.
        if (request.Headers["x-amz-checksum-mode"].ToString().Equals("ENABLED", StringComparison.OrdinalIgnoreCase)
            && response.StatusCode == StatusCodes.Status200OK)
        {
            S3Requests.SetChecksums(response, item);
        }

        response.Headers.ETag = item.ETag;
        response.Headers.LastModified = S3Requests.Http(item.LastModified);
        response.Headers.AcceptRanges = "bytes";
        response.Headers["x-amz-server-side-encryption"] = "AES256";
        S3Requests.SetVersion(response, item);
    }

    private static async Task CopyAsync(Stream from, Stream to, long count, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[81_920];
        while (count > 0)
        {
            int read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            count -= read;
        }
    }
}
