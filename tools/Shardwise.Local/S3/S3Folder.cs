using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Shardwise.Local;

/// <summary>An object of a bucket, as listed.</summary>
internal sealed record S3Object(string Key, long Size, DateTimeOffset LastModified);

/// <summary>Buckets as folders and objects as files. An object appears whole or not at all.</summary>
internal sealed partial class S3Folder(string directory, string temporary)
{
    public string Directory { get; } = Path.GetFullPath(directory);

    public void CreateBucket(string name)
    {
        if (!BucketName().IsMatch(name))
        {
            throw new ArgumentException($"The bucket name '{name}' must be 3 to 63 lower-case letters, digits, dots and hyphens, beginning and ending with a letter or digit.", nameof(name));
        }

        System.IO.Directory.CreateDirectory(Path.Combine(Directory, name));
    }

    /// <exception cref="AwsError">There is no such bucket.</exception>
    public string RequireBucket(string name)
    {
        var path = Path.Combine(Directory, name);
        return BucketName().IsMatch(name) && System.IO.Directory.Exists(path)
            ? path
            : throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
    }

    /// <summary>Writes an object beside its place and moves it there; returns its ETag.</summary>
    /// <exception cref="AwsError">The key cannot be a file here, or the object exists and must not.</exception>
    public async Task<string> PutAsync(string bucket, string key, Stream content, bool onlyIfMissing, CancellationToken cancellationToken)
    {
        var path = PathOf(bucket, key);
        System.IO.Directory.CreateDirectory(temporary);
        var draft = Path.Combine(temporary, Guid.NewGuid().ToString("N"));
        try
        {
            var etag = await WriteAsync(draft, content, cancellationToken).ConfigureAwait(false);
            Place(draft, path, key, onlyIfMissing);
            return etag;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <exception cref="AwsError">There is no such object.</exception>
    public FileInfo Require(string bucket, string key)
    {
        var file = new FileInfo(PathOf(bucket, key));
        return file.Exists ? file : throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
    }

    public void Delete(string bucket, string key) => File.Delete(PathOf(bucket, key));

    /// <summary>The objects whose keys begin with a prefix, in the order of their UTF-8 bytes, which is S3's.</summary>
    public IReadOnlyList<S3Object> List(string bucket, string prefix)
    {
        var root = new DirectoryInfo(RequireBucket(bucket));
        return [.. root.EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => new S3Object(Path.GetRelativePath(root.FullName, file.FullName).Replace('\\', '/'), file.Length, file.LastWriteTimeUtc))
            .Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(item => item.Key, Utf8Order.Instance)];
    }

    public static async Task<string> ETagAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var content = file.OpenRead();
        return Quote(await MD5.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
    }

    private static string Quote(byte[] hash) => $"\"{Convert.ToHexStringLower(hash)}\"";

    private static async Task<string> WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        await using var file = File.Create(path);
        var buffer = new byte[81_920];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        return Quote(hash.GetHashAndReset());
    }

    private static void Place(string draft, string path, string key, bool onlyIfMissing)
    {
        try
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(draft, path, overwrite: !onlyIfMissing);
        }
        catch (IOException) when (onlyIfMissing && File.Exists(path))
        {
            throw new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In S3 'a' and 'a/b' are two objects; in a file system 'a' would have to be a file and a folder.
            throw new AwsError("InvalidRequest", $"The key '{key}' cannot be stored as a file here: a part of it is an object or a folder already.");
        }
    }

    private string PathOf(string bucket, string key)
    {
        var root = RequireBucket(bucket);
        var parts = key.Split('/');
        if (parts.Any(part => part is "" or "." or "..") || key.Contains('\0') || key.Contains('\\') || parts.Any(part => Encoding.UTF8.GetByteCount(part) > 255))
        {
            throw new AwsError("InvalidArgument", $"The key '{key}' cannot be stored as a file here: its parts must be 1 to 255 bytes, other than '.' and '..', without a backslash.");
        }

        return Path.Combine(root, Path.Combine(parts));
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex BucketName();

    private sealed class Utf8Order : IComparer<string>
    {
        public static Utf8Order Instance { get; } = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
    }
}
