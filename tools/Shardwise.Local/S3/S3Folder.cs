using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shardwise.Local;

/// <summary>
/// Buckets as folders and objects as files, which anybody can look at and add to. What a file cannot keep (type, metadata, ETag) and older
/// versions lie
/// beside, in folders of their own. An object appears whole or not at all.
/// </summary>
internal sealed partial class S3Folder
{
    private readonly TimeProvider _clock;
    private readonly string _incoming;
    private readonly string _metadata;
    private readonly S3Versions _versions;
    private readonly Lock _lock = new();

    /// <param name="dataDirectory">Holds <c>s3</c> and what lies beside it.</param>
    /// <param name="clock">Simulated time.</param>
    public S3Folder(string dataDirectory, TimeProvider clock)
    {
        string root = Path.GetFullPath(dataDirectory);
        Directory = Path.Combine(root, "s3");
        _incoming = Path.Combine(root, "s3-incoming");
        _metadata = Path.Combine(root, "s3-metadata");
        _versions = new S3Versions(Path.Combine(root, "s3-versions"));
        _clock = clock;
    }

    public string Directory { get; }

    /// <summary>Raised after an object was written or deleted: the bucket, the object, and the event's name without its <c>s3:</c>.</summary>
    public event Action<string, S3Object, string>? Changed;

    public IReadOnlyList<(string Name, DateTimeOffset Created)> Buckets => !System.IO.Directory.Exists(Directory) ? [] :
        [.. new DirectoryInfo(Directory).EnumerateDirectories().OrderBy(bucket => bucket.Name, StringComparer.Ordinal)
            .Select(bucket => (bucket.Name, new DateTimeOffset(bucket.CreationTimeUtc)))];

    public static bool IsBucketName(string name) => BucketName().IsMatch(name);

    /// <summary>Makes a bucket; one that is there is kept.</summary>
    /// <exception cref="ArgumentException">S3 would not take the name.</exception>
    public void CreateBucket(string name)
    {
        if (!IsBucketName(name))
        {
            throw new ArgumentException($"The bucket name '{name}' must be 3 to 63 lower-case letters, digits, dots and hyphens, beginning and "
                + "ending with a letter or digit.", nameof(name));
        }

        System.IO.Directory.CreateDirectory(Path.Combine(Directory, name));
    }

    /// <exception cref="AwsError">There is no such bucket, or it is not empty.</exception>
    public void DeleteBucket(string name)
    {
        string path = RequireBucket(name);
        lock (_lock)
        {
            if (System.IO.Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Any() || _versions.All(name).Count > 0)
            {
                throw new AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty", 409);
            }

            System.IO.Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Whether a bucket keeps versions: <c>Enabled</c>, <c>Suspended</c>, or null where that was never said.</summary>
    public string? Versioning(string bucket) => _versions.Status(bucket);

    public void SetVersioning(string bucket, string status)
    {
        RequireBucket(bucket);
        lock (_lock)
        {
            _versions.SetStatus(bucket, status);
        }
    }

    /// <exception cref="AwsError">There is no such bucket.</exception>
    public string RequireBucket(string name)
    {
        string path = Path.Combine(Directory, name);
        return IsBucketName(name) && System.IO.Directory.Exists(path) ? path : throw S3Errors.NoBucket();
    }

    /// <summary>Writes an object; returns its ETag.</summary>
    /// <exception cref="AwsError">There is no such bucket, or the object exists and must not.</exception>
    public async Task<string> PutAsync(string bucket, string key, Stream content, bool onlyIfMissing, CancellationToken cancellationToken) =>
        (await PutAsync(bucket, key, content, new S3WriteOptions { OnlyIfMissing = onlyIfMissing }, cancellationToken).ConfigureAwait(false)).ETag;

    /// <summary>Writes an object beside its place and moves it there.</summary>
    /// <exception cref="AwsError">There is no such bucket, or a condition does not hold.</exception>
    public async Task<S3Object> PutAsync(string bucket, string key, Stream content, S3WriteOptions options, CancellationToken cancellationToken)
    {
        RequireBucket(bucket);
        if (key.Length == 0 || Encoding.UTF8.GetByteCount(key) > 1_024)
        {
            throw new AwsError("KeyTooLongError", "Your key is too long");
        }

        System.IO.Directory.CreateDirectory(_incoming);
        string draft = Path.Combine(_incoming, Guid.NewGuid().ToString("N"));
        try
        {
            using var digests = await WriteAsync(draft, content, options.Checks?.Wanted ?? [], cancellationToken).ConfigureAwait(false);
            var checksums = options.Checks?.Verify(digests) ?? options.Checksums;
            var placed = Place(bucket, draft, options, new S3Object
            {
                Checksums = checksums,
                Tags = options.Tags,
                Key = key,
                Size = digests.Length,
                ETag = options.ETag ?? Quote(digests.Md5),
                LastModified = _clock.GetUtcNow(),
                Headers = options.Headers,
            });
            Changed?.Invoke(bucket, placed, "ObjectCreated:" + options.Event);
            return placed;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>An object's newest version, or the one that is named; null where there is none. A delete marker is one.</summary>
    public S3Object? Find(string bucket, string key, string? version = null)
    {
        RequireBucket(bucket);
        lock (_lock)
        {
            var current = Current(bucket, key);
            return version is null ? current ?? _versions.Newest(bucket, key)
                : current?.VersionId == version ? current
                : _versions.Find(bucket, key, version);
        }
    }

    /// <summary>An object with its content, which stays whole whatever happens to the object meanwhile.</summary>
    /// <exception cref="AwsError">There is no such object or version.</exception>
    public (S3Object Object, FileStream Content) Open(string bucket, string key, string? version = null)
    {
        lock (_lock)
        {
            var found = Find(bucket, key, version) ?? throw (version is null ? S3Errors.NoKey() : S3Errors.NoVersion());
            if (found.IsDeleteMarker)
            {
                throw version is null ? S3Errors.NoKey() : new AwsError("MethodNotAllowed",
                    "The specified method is not allowed against this resource.", 405);
            }

            string path = Current(bucket, key)?.VersionId == found.VersionId ? FileOf(bucket, key)! : _versions.Content(bucket, key, found);
            return (found, File.OpenRead(path));
        }
    }

    /// <summary>
    /// Deletes an object, or one of its versions for good. What is not there is deleted too; in a bucket that keeps versions it is a delete
    /// marker then.
    /// </summary>
    /// <returns>The delete marker that was made or deleted, or the version that was deleted; null where nothing of it is to be told.</returns>
    /// <exception cref="AwsError">The object is not of the ETag that it must be of.</exception>
    public S3Object? Delete(string bucket, string key, string? version, string? onlyOver = null)
    {
        RequireBucket(bucket);
        S3Object? current, deleted;
        bool isMarked = false;
        lock (_lock)
        {
            current = Current(bucket, key);
            if (onlyOver is not null && !IsOver(current, onlyOver))
            {
                throw current is null ? S3Errors.NoKey() : S3Errors.Precondition();
            }

            isMarked = version is null && Versioning(bucket) is not null;
            deleted = version is not null ? DeleteVersion(bucket, key, version)
                : Versioning(bucket) is { } status ? Mark(bucket, key, current, status)
                : Forget(bucket, key);
        }

        if (deleted is not null || current is not null)
        {
            Changed?.Invoke(bucket, deleted ?? current!, isMarked ? "ObjectRemoved:DeleteMarkerCreated" : "ObjectRemoved:Delete");
        }

        return deleted;
    }

    /// <summary>Gives an object other tags.</summary>
    /// <exception cref="AwsError">There is no such object, or the version is not the newest.</exception>
    public S3Object SetTags(string bucket, string key, string? version, IReadOnlyDictionary<string, string> tags)
    {
        RequireBucket(bucket);
        lock (_lock)
        {
            var current = Current(bucket, key) ?? throw S3Errors.NoKey();
            if (version is not null && version != current.VersionId)
            {
                throw new AwsError("NotImplemented", "Tags of a version that is not the newest are not served locally.", 501);
            }

            var tagged = current with { Tags = tags };
            WriteMetadata(bucket, tagged);
            return tagged;
        }
    }

    /// <summary>The keys that begin with a prefix and have an object, in the order of their UTF-8 bytes, which is S3's.</summary>
    public IReadOnlyList<string> Keys(string bucket, string prefix)
    {
        var root = new DirectoryInfo(RequireBucket(bucket));
        return [.. root.EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => S3Path.KeyOf(Path.GetRelativePath(root.FullName, file.FullName)))
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Order(Utf8Order.Instance)];
    }

    /// <summary>
    /// All versions and delete markers whose keys begin with a prefix: by key, the newest first, each with whether it is the latest.
    /// </summary>
    public IReadOnlyList<(S3Object Version, bool IsLatest)> AllVersions(string bucket, string prefix)
    {
        lock (_lock)
        {
            return [.. Keys(bucket, prefix).Select(key => Current(bucket, key)).OfType<S3Object>()
                .Concat(_versions.All(bucket).Where(version => version.Key.StartsWith(prefix, StringComparison.Ordinal)))
                .GroupBy(version => version.Key, StringComparer.Ordinal)
                .OrderBy(group => group.Key, Utf8Order.Instance)
                .SelectMany(group => group.OrderByDescending(version => version.Order).Select((version, index) => (version, index == 0)))];
        }
    }

    internal static string Quote(byte[] hash) => $"\"{Convert.ToHexStringLower(hash)}\"";

    private static bool IsOver(S3Object? current, string etag) => current is not null && (etag == "*" || etag.Trim('"') == current.ETag.Trim('"'));

    private static async Task<S3Digests> WriteAsync(string path, Stream content, IReadOnlyList<string> checksums, CancellationToken cancellationToken)
    {
        var digests = new S3Digests(checksums);
        try
        {
            await using var file = File.Create(path);
            byte[] buffer = new byte[81_920];
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                digests.Append(buffer.AsSpan(0, read));
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            return digests;
        }
        catch
        {
            digests.Dispose();
            throw;
        }
    }

    private S3Object Place(string bucket, string draft, S3WriteOptions options, S3Object written)
    {
        lock (_lock)
        {
            var current = Current(bucket, written.Key);
            if (options.OnlyIfMissing && current is not null)
            {
                throw S3Errors.Precondition();
            }

            if (options.OnlyOver is { } etag && !IsOver(current, etag))
            {
                throw current is null ? S3Errors.NoKey() : S3Errors.Precondition();
            }

            string? status = Versioning(bucket);
            if (status is not null)
            {
                Keep(bucket, written.Key, current, status);
                written = written with { VersionId = status == "Enabled" ? S3Versions.NewId() : "null", Order = _versions.NextOrder(bucket) };
            }

            string path = MakeRoom(bucket, written.Key);
            File.Move(draft, path, overwrite: true);
            WriteMetadata(bucket, written with { Headers = new Dictionary<string, string>(written.Headers) });
            return written;
        }
    }

    // What is overwritten becomes a version; of those without an id a key has one, which the new one replaces.
    private void Keep(string bucket, string key, S3Object? current, string status)
    {
        if (status == "Suspended" && (current is null || current.VersionId == "null"))
        {
            _versions.Delete(bucket, key, "null");
        }
        else if (current is not null)
        {
            _versions.Keep(bucket, current, FileOf(bucket, key)!);
            Remove(MetadataOf(bucket, key));
        }
    }

    private S3Object Mark(string bucket, string key, S3Object? current, string status)
    {
        Keep(bucket, key, current, status);
        Forget(bucket, key);
        var marker = new S3Object
        {
            Key = key,
            LastModified = _clock.GetUtcNow(),
            IsDeleteMarker = true,
            VersionId = status == "Enabled" ? S3Versions.NewId() : "null",
            Order = _versions.NextOrder(bucket),
        };
        _versions.Keep(bucket, marker, null);
        return marker;
    }

    private S3Object? DeleteVersion(string bucket, string key, string version)
    {
        S3Object? deleted;
        if (Current(bucket, key) is { } current && current.VersionId == version)
        {
            deleted = current;
            Forget(bucket, key);
        }
        else
        {
            deleted = _versions.Find(bucket, key, version);
            _versions.Delete(bucket, key, version);
        }

        // What is the newest now is the object again.
        if (Current(bucket, key) is null && _versions.Newest(bucket, key) is { IsDeleteMarker: false } newest)
        {
            _versions.Restore(bucket, newest, MakeRoom(bucket, key));
            WriteMetadata(bucket, newest);
        }

        return deleted;
    }

    private S3Object? Forget(string bucket, string key)
    {
        if (FileOf(bucket, key) is { } path)
        {
            File.Delete(path);
            Prune(Path.Combine(Directory, bucket), Path.GetDirectoryName(path)!);
        }

        Remove(MetadataOf(bucket, key));
        return null;
    }

    private static void Remove(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    // Folders are no objects: an empty one is not kept.
    private static void Prune(string root, string directory)
    {
        while (directory.Length > root.Length && System.IO.Directory.Exists(directory)
            && !System.IO.Directory.EnumerateFileSystemEntries(directory).Any())
        {
            System.IO.Directory.Delete(directory);
            directory = Path.GetDirectoryName(directory)!;
        }
    }

    private string? FileOf(string bucket, string key)
    {
        string path = Path.Combine(Directory, bucket, S3Path.Of(key));
        return File.Exists(path) ? path : File.Exists(path + S3Path.Beside) ? path + S3Path.Beside : null;
    }

    // Where the file of a key goes; files in the way of its folders move beside them.
    private string MakeRoom(string bucket, string key)
    {
        string root = Path.Combine(Directory, bucket);
        string[] parts = S3Path.Of(key).Split(Path.DirectorySeparatorChar);
        string folder = root;
        foreach (string part in parts[..^1])
        {
            folder = Path.Combine(folder, part);
            if (File.Exists(folder))
            {
                File.Move(folder, folder + S3Path.Beside);
            }

            System.IO.Directory.CreateDirectory(folder);
        }

        string path = Path.Combine(folder, parts[^1]);
        return System.IO.Directory.Exists(path) || File.Exists(path + S3Path.Beside) ? path + S3Path.Beside : path;
    }

    private S3Object? Current(string bucket, string key)
    {
        if (key.Length == 0 || FileOf(bucket, key) is not { } path)
        {
            return null;
        }

        var file = new FileInfo(path);
        if (ReadMetadata(bucket, key) is { } kept && kept.Size == file.Length)
        {
            return kept;
        }

        // A file that somebody has put there.
        using var content = file.OpenRead();
        return new S3Object
        {
            Key = key, Size = file.Length, ETag = Quote(MD5.HashData(content)), LastModified = new DateTimeOffset(file.LastWriteTimeUtc),
        };
    }

    private string MetadataOf(string bucket, string key)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return Path.Combine(_metadata, bucket, hash[..2], hash[2..] + ".json");
    }

    private S3Object? ReadMetadata(string bucket, string key)
    {
        string path = MetadataOf(bucket, key);
        return File.Exists(path) ? JsonSerializer.Deserialize<S3Object>(File.ReadAllBytes(path)) : null;
    }

    private void WriteMetadata(string bucket, S3Object item)
    {
        string path = MetadataOf(bucket, item.Key);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(item));
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex BucketName();

    private sealed class Utf8Order : IComparer<string>
    {
        public static Utf8Order Instance { get; } = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
    }
}
