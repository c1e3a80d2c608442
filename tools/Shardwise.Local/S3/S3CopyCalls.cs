using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Shardwise.Local.Routing;

namespace Shardwise.Local;

/// <summary>Copies within the service: an object from another, a part from an object.</summary>
internal sealed class S3CopyCalls(S3Folder folder, S3Uploads uploads)
{
    private static readonly XNamespace Xml = S3Requests.Namespace;

    public async Task CopyAsync(ServiceCall call, S3Address address)
    {
        var request = call.Context.Request;
        var source = S3CopySource.Of(request);
        bool replaces = request.Headers["x-amz-metadata-directive"] == "REPLACE";
        if (!replaces && source.Version is null && source.Bucket == address.Bucket && source.Key == address.Key)
        {
            throw new AwsError("InvalidRequest", "This copy request is illegal because it is trying to copy an object to itself without changing "
                + "the object's metadata, storage class, website redirect location or encryption attributes.");
        }

        var (item, content) = Open(request, source);
        await using (content)
        {
            var options = S3Requests.WriteOptions(request, null) with { ETag = item.ETag, Checksums = item.Checksums, Event = "Copy" };
            options = replaces ? options : options with { Headers = item.Headers };
            options = request.Headers["x-amz-tagging-directive"] == "REPLACE" ? options : options with { Tags = item.Tags };
            var written = await folder.PutAsync(address.Bucket, address.Key, content, options, call.Context.RequestAborted).ConfigureAwait(false);
            S3Requests.SetVersion(call.Context.Response, written);
            await S3Requests.ReplyAsync(call, Result("CopyObjectResult", written.ETag, written.LastModified)).ConfigureAwait(false);
        }
    }

    public async Task CopyPartAsync(ServiceCall call, S3Address address)
    {
        var request = call.Context.Request;
        var (item, content) = Open(request, S3CopySource.Of(request));
        await using (content)
        {
            await using var range = Slice(content, request.Headers["x-amz-copy-source-range"].ToString(), item.Size);
            string etag = await uploads.PutPartAsync(
                address.Bucket, address.Key, request.Query["uploadId"].ToString(), Number(request), range, null,
                    call.Context.RequestAborted).ConfigureAwait(false);
            await S3Requests.ReplyAsync(call, Result("CopyPartResult", etag, DateTimeOffset.UtcNow)).ConfigureAwait(false);
        }
    }

    internal static int Number(HttpRequest request) =>
        int.TryParse(request.Query["partNumber"], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private (S3Object Item, FileStream Content) Open(HttpRequest request, S3CopySource source)
    {
        var (item, content) = folder.Open(source.Bucket, source.Key, source.Version);
        string tag = item.ETag.Trim('"');
        var match = request.Headers["x-amz-copy-source-if-match"];
        var noneMatch = request.Headers["x-amz-copy-source-if-none-match"];
        if ((match.Count > 0 && match.ToString().Trim('"') != tag) || (noneMatch.Count > 0 && noneMatch.ToString().Trim('"') == tag))
        {
            content.Dispose();
            throw S3Errors.Precondition();
        }

        return (item, content);
    }

    private static Stream Slice(FileStream content, string range, long size)
    {
        if (range.Length == 0)
        {
            return content;
        }

        if (!range.StartsWith("bytes=", StringComparison.Ordinal) || range[6..].Split('-') is not [var first, var last]
            || !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out long from)
            || !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out long to) || from > to || to >= size)
        {
            throw S3Errors.Argument("The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based "
                + "offsets of the first and last bytes to copy");
        }

        byte[] bytes = new byte[to - from + 1];
        content.Position = from;
        content.ReadExactly(bytes);
        return new MemoryStream(bytes, writable: false);
    }

    private static XElement Result(string name, string etag, DateTimeOffset time) =>
        new(Xml + name, new XElement(Xml + "LastModified", S3Requests.Iso(time)), new XElement(Xml + "ETag", etag));
}
