using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shardwise.Local;

/// <summary>Versions that are not the newest, and delete markers: a folder a key. Whoever calls holds the lock of the buckets.</summary>
internal sealed class S3Versions(string directory)
{
    private const string StatusFile = "status";

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public string? Status(string bucket)
    {
        string path = Path.Combine(directory, bucket, StatusFile);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    public void SetStatus(string bucket, string status)
    {
        Directory.CreateDirectory(Path.Combine(directory, bucket));
        File.WriteAllText(Path.Combine(directory, bucket, StatusFile), status);
    }

    /// <summary>A number that is higher than those given before, in this process and those before it.</summary>
    public long NextOrder(string bucket)
    {
        string path = Path.Combine(directory, bucket, "order");
        long next = (File.Exists(path) ? long.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture) : 0) + 1;
        File.WriteAllText(path, next.ToString(CultureInfo.InvariantCulture));
        return next;
    }

    public IReadOnlyList<S3Object> All(string bucket)
    {
        string root = Path.Combine(directory, bucket);
        return Directory.Exists(root) ? [.. Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories).Select(Read)] : [];
    }

    public S3Object? Newest(string bucket, string key) => Of(bucket, key).MaxBy(version => version.Order);

    public S3Object? Find(string bucket, string key, string id) => Of(bucket, key).FirstOrDefault(version => version.VersionId == id);

    public string Content(string bucket, string key, S3Object version) => Path.Combine(FolderOf(bucket, key), version.VersionId + ".data");

    /// <summary>Keeps a version; its file is moved here. A delete marker has none.</summary>
    public void Keep(string bucket, S3Object version, string? file)
    {
        string folder = FolderOf(bucket, version.Key);
        Directory.CreateDirectory(folder);
        if (file is not null)
        {
            File.Move(file, Content(bucket, version.Key, version), overwrite: true);
        }

        File.WriteAllBytes(Path.Combine(folder, version.VersionId + ".json"), JsonSerializer.SerializeToUtf8Bytes(version));
    }

    public void Restore(string bucket, S3Object version, string path)
    {
        File.Move(Content(bucket, version.Key, version), path);
        Delete(bucket, version.Key, version.VersionId);
    }

    public void Delete(string bucket, string key, string id)
    {
        string folder = FolderOf(bucket, key);
        if (!Directory.Exists(folder) || Find(bucket, key, id) is null)
        {
            return;
        }

        File.Delete(Path.Combine(folder, id + ".data"));
        File.Delete(Path.Combine(folder, id + ".json"));
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private IEnumerable<S3Object> Of(string bucket, string key)
    {
        string folder = FolderOf(bucket, key);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Select(Read) : [];
    }

    private static S3Object Read(string path) => JsonSerializer.Deserialize<S3Object>(File.ReadAllBytes(path))!;

    private string FolderOf(string bucket, string key) => Path.Combine(directory, bucket,
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
}
