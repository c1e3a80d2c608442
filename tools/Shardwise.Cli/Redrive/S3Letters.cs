using Amazon.S3;
using Amazon.S3.Model;
using Shardwise.Cli.Aws;

namespace Shardwise.Cli.Redrive;

/// <summary>Dead letters in an S3 bucket, below a prefix.</summary>
internal sealed class S3Letters : LetterStore
{
    private const string Scheme = "s3://";

    private readonly IAmazonS3 _s3;
    private readonly string _bucket;
    private readonly string _prefix;

    /// <exception cref="InputException">The address names no bucket.</exception>
    public S3Letters(AwsAccess access, string address)
    {
        var path = address[Scheme.Length..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        (_bucket, _prefix) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
        if (_bucket.Length == 0)
            throw new InputException($"SOURCE is \"{address}\"; s3://BUCKET/PREFIX is allowed, or a folder");
        _s3 = access.S3();
    }

    public static bool Takes(string address) => address.StartsWith(Scheme, StringComparison.Ordinal);

    public override async Task<List<string>> ListAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = _prefix };
        while (true)
        {
            var page = await _s3.ListObjectsV2Async(request, cancellationToken).ConfigureAwait(false);
            names.AddRange((page.S3Objects ?? []).Select(found => found.Key).Where(Lists));
            if (page.IsTruncated != true)
                return names;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    public override async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            using var found = await _s3.GetObjectAsync(_bucket, name, cancellationToken).ConfigureAwait(false);
            using var content = new MemoryStream();
            await found.ResponseStream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            return content.ToArray();
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchKey")
        {
            return null;
        }
    }

    public override Task DeleteAsync(string name, CancellationToken cancellationToken) => _s3.DeleteObjectAsync(_bucket, name, cancellationToken);

    public override async Task MarkAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        var marked = new PutObjectRequest
        {
            BucketName = _bucket,
            Key = name + MarkEnding,
            ContentType = "application/json",
            InputStream = new MemoryStream(content),
            UseChunkEncoding = false,
        };
        await _s3.PutObjectAsync(marked, cancellationToken).ConfigureAwait(false);
        await DeleteAsync(name, cancellationToken).ConfigureAwait(false);
    }

    public override string Locate(string name) => $"{Scheme}{_bucket}/{name}";

    public override void Dispose() => _s3.Dispose();
}
