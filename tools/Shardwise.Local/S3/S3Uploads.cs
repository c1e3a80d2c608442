using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Shardwise.Local;

/// <summary>Multipart uploads: a folder each, a file a part, until they are completed or aborted.</summary>
internal sealed class S3Uploads(S3Folder folder, string directory, TimeProvider clock)
{
    // The multipart upload limits of the S3 user guide.
    private const int MostParts = 10_000;
    private const long SmallestPart = 5 * 1_048_576;

    public string Create(string bucket, string key, IReadOnlyDictionary<string, string> headers, IReadOnlyDictionary<string, string>? tags)
    {
        folder.RequireBucket(bucket);
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        Directory.CreateDirectory(Path.Combine(directory, id));
        File.WriteAllBytes(
            Path.Combine(directory, id, "upload.json"),
            JsonSerializer.SerializeToUtf8Bytes(new Upload(id, bucket, key, clock.GetUtcNow(), new Dictionary<string, string>(headers), tags is null
                ? [] : new Dictionary<string, string>(tags))));
        return id;
    }

    /// <summary>Writes a part; the same number again replaces it. Returns its ETag.</summary>
    /// <exception cref="AwsError">There is no such upload, the number is out of range, or the body is not what it should be.</exception>
    public async Task<string> PutPartAsync(string bucket, string key, string id, int number, Stream content, S3Checks? checks,
        CancellationToken cancellationToken)
    {
        Require(bucket, key, id);
        if (number is < 1 or > MostParts)
        {
            throw S3Errors.Argument($"Part number must be an integer between 1 and {MostParts}, inclusive");
        }

        string draft = Path.Combine(directory, id, Guid.NewGuid().ToString("N"));
        using var digests = new S3Digests(checks?.Wanted ?? []);
        try
        {
            await using (var file = File.Create(draft))
            {
                byte[] buffer = new byte[81_920];
                int read;
                while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    digests.Append(buffer.AsSpan(0, read));
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                }
            }

            checks?.Verify(digests);
            string etag = Convert.ToHexStringLower(digests.Md5);
            foreach (string older in Directory.EnumerateFiles(Path.Combine(directory, id), Prefix(number) + "*"))
            {
                File.Delete(older);
            }

            File.Move(draft, Path.Combine(directory, id, Prefix(number) + etag));
            return $"\"{etag}\"";
        }
        finally
        {
            File.Delete(draft);
        }
    }

    public IReadOnlyList<(int Number, string ETag, long Size, DateTimeOffset Time)> Parts(string bucket, string key, string id)
    {
        Require(bucket, key, id);
        return [.. new DirectoryInfo(Path.Combine(directory, id)).EnumerateFiles("part-*").OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => (int.Parse(file.Name.Split('-')[1], CultureInfo.InvariantCulture), file.Name.Split('-')[2], file.Length,
                new DateTimeOffset(file.LastWriteTimeUtc)))];
    }

    public IReadOnlyList<(string Id, string Key, DateTimeOffset Time)> In(string bucket) => !Directory.Exists(directory) ? [] :
        [.. Directory.EnumerateDirectories(directory).Select(path => Read(Path.GetFileName(path))).OfType<Upload>()
            .Where(upload => upload.Bucket == bucket).OrderBy(upload => upload.Key, StringComparer.Ordinal)
                .Select(upload => (upload.Id, upload.Key, upload.Started))];

    /// <summary>Puts the parts together to the object.</summary>
    /// <exception cref="AwsError">A part is missing, too small or out of order, or a condition does not hold.</exception>
    public async Task<S3Object> CompleteAsync(
        string bucket, string key, string id, IReadOnlyList<(int Number, string ETag)> wanted, S3WriteOptions options,
            CancellationToken cancellationToken)
    {
        var upload = Require(bucket, key, id);
        var there = Parts(bucket, key, id).ToDictionary(part => part.Number);
        if (wanted.Count == 0 || wanted.Zip(wanted.Skip(1)).Any(pair => pair.First.Number >= pair.Second.Number))
        {
            throw wanted.Count == 0 ? S3Errors.Xml() : new AwsError("InvalidPartOrder",
                "The list of parts was not in ascending order. Parts must be ordered by part number.");
        }

        if (wanted.Any(part => !there.TryGetValue(part.Number, out var found) || found.ETag != part.ETag.Trim('"')))
        {
            throw new AwsError("InvalidPart", "One or more of the specified parts could not be found.  The part may not have been uploaded, or the "
                + "specified entity tag may not match the part's entity tag.");
        }

        if (wanted.SkipLast(1).Any(part => there[part.Number].Size < SmallestPart))
        {
            throw new AwsError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
        }

        byte[] md5 = MD5.HashData([.. wanted.SelectMany(part => Convert.FromHexString(there[part.Number].ETag))]);
        await using var content = new PartsStream([.. wanted.Select(part =>
            Path.Combine(directory, id, Prefix(part.Number) + there[part.Number].ETag))]);
        var written = await folder.PutAsync(
            bucket, key, content, options with
            {
                Headers = upload.Headers,
                Tags = upload.Tags,
                ETag = $"\"{Convert.ToHexStringLower(md5)}-{wanted.Count}\"",
            },
                cancellationToken).ConfigureAwait(false);
        Directory.Delete(Path.Combine(directory, id), recursive: true);
        return written;
    }

    /// <exception cref="AwsError">There is no such upload.</exception>
    public void Abort(string bucket, string key, string id)
    {
        Require(bucket, key, id);
        Directory.Delete(Path.Combine(directory, id), recursive: true);
    }

    private static string Prefix(int number) => string.Create(CultureInfo.InvariantCulture, $"part-{number:00000}-");

    private Upload Require(string bucket, string key, string id) => Read(id) is { } upload && upload.Bucket == bucket && upload.Key == key
        ? upload : throw S3Errors.NoUpload();

    private Upload? Read(string id)
    {
        string path = Path.Combine(directory, id, "upload.json");
        return id.All(char.IsAsciiHexDigitLower) && File.Exists(path) ? JsonSerializer.Deserialize<Upload>(File.ReadAllBytes(path)) : null;
    }

    private sealed record Upload(
        string Id, string Bucket, string Key, DateTimeOffset Started, Dictionary<string, string> Headers, Dictionary<string, string> Tags);

    /// <summary>Files end to end.</summary>
    private sealed class PartsStream(Queue<string> files) : Stream
    {
        private FileStream? _current;

        public PartsStream(IEnumerable<string> files) : this(new Queue<string>(files))
        {
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_current is not null || files.Count > 0)
            {
                _current ??= File.OpenRead(files.Dequeue());
                int read = await _current.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read > 0)
                {
                    return read;
                }

                await _current.DisposeAsync().ConfigureAwait(false);
                _current = null;
            }

            return 0;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        protected override void Dispose(bool disposing)
        {
            _current?.Dispose();
            base.Dispose(disposing);
        }
    }
}
