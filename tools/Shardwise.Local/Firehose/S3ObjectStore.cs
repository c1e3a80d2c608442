namespace Shardwise.Local.Firehose;

/// <summary>Objects of the local S3.</summary>
/// <param name="folder">Where they lie.</param>
/// <param name="failed">Told of every write that the disk does not take.</param>
internal sealed class S3ObjectStore(S3Folder folder, Action<Exception> failed) : IObjectStore
{
    public async Task PutAsync(string bucket, string key, ReadOnlyMemory<byte> body, string? contentEncoding, CancellationToken cancellationToken)
    {
        await using var content = new MemoryStream(body.ToArray(), writable: false);
        var headers = new Dictionary<string, string> { ["Content-Type"] = "application/octet-stream" };
        if (contentEncoding is not null)
        {
            headers["Content-Encoding"] = contentEncoding;
        }

        try
        {
            await folder.PutAsync(bucket, key, content, new S3WriteOptions { Headers = headers }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failed(exception);
            throw;
        }
    }
}
