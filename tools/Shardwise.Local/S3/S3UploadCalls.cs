using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Shardwise.Local.Routing;

namespace Shardwise.Local;

/// <summary>Multipart uploads.</summary>
internal sealed class S3UploadCalls(S3Uploads uploads)
{
    private static readonly XNamespace Xml = S3Requests.Namespace;

    public Task CreateAsync(ServiceCall call, S3Address address)
    {
        string id = uploads.Create(address.Bucket, address.Key, S3Requests.Headers(call.Context.Request), S3Tags.OfHeader(call.Context.Request));
        return S3Requests.ReplyAsync(call, Named("InitiateMultipartUploadResult", address, new XElement(Xml + "UploadId", id)));
    }

    public async Task PutAsync(ServiceCall call, S3Address address)
    {
        var request = call.Context.Request;
        await using var content = S3Requests.Body(request);
        call.Context.Response.Headers.ETag = await uploads.PutPartAsync(
            address.Bucket, address.Key, Id(call), S3CopyCalls.Number(request), content, new S3Checks(request, content),
                call.Context.RequestAborted).ConfigureAwait(false);
    }

    public Task ListAsync(ServiceCall call, S3Address address) => S3Requests.ReplyAsync(call, Named(
        "ListPartsResult",
        address,
        new XElement(Xml + "UploadId", Id(call)),
        new XElement(Xml + "IsTruncated", false),
        uploads.Parts(address.Bucket, address.Key, Id(call)).Select(part => new XElement(
            Xml + "Part",
            new XElement(Xml + "PartNumber", part.Number),
            new XElement(Xml + "LastModified", S3Requests.Iso(part.Time)),
            new XElement(Xml + "ETag", $"\"{part.ETag}\""),
            new XElement(Xml + "Size", part.Size)))));

    public Task ListUploadsAsync(ServiceCall call, S3Address address) => S3Requests.ReplyAsync(call, new XElement(
        Xml + "ListMultipartUploadsResult",
        new XElement(Xml + "Bucket", address.Bucket),
        new XElement(Xml + "IsTruncated", false),
        uploads.In(address.Bucket).Select(upload => new XElement(
            Xml + "Upload",
            new XElement(Xml + "Key", upload.Key),
            new XElement(Xml + "UploadId", upload.Id),
            new XElement(Xml + "Initiated", S3Requests.Iso(upload.Time))))));

    public async Task CompleteAsync(ServiceCall call, S3Address address)
    {
        var order = await S3Requests.XmlAsync(call).ConfigureAwait(false);
        var parts = order.Elements().Where(part => part.Name.LocalName == "Part").Select(part => (
            Number: int.TryParse(S3Requests.Text(part, "PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
                : throw S3Errors.Xml(),
            ETag: S3Requests.Text(part, "ETag") ?? throw S3Errors.Xml())).ToList();
        var options = S3Requests.WriteOptions(call.Context.Request, null) with { Event = "CompleteMultipartUpload" };
        var written = await uploads.CompleteAsync(address.Bucket, address.Key, Id(call), parts, options,
            call.Context.RequestAborted).ConfigureAwait(false);
        S3Requests.SetVersion(call.Context.Response, written);
        await S3Requests.ReplyAsync(call, Named("CompleteMultipartUploadResult", address,
            new XElement(Xml + "ETag", written.ETag))).ConfigureAwait(false);
    }

    public Task AbortAsync(ServiceCall call, S3Address address)
    {
        uploads.Abort(address.Bucket, address.Key, Id(call));
        call.Context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static string Id(ServiceCall call) => call.Context.Request.Query["uploadId"].ToString();

    private static XElement Named(string name, S3Address address, params object?[] content) =>
        new(Xml + name, new XElement(Xml + "Bucket", address.Bucket), new XElement(Xml + "Key", address.Key), content);
}
