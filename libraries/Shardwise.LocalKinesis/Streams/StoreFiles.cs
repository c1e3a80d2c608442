using System.Globalization;
using System.Text.Json;
using Shardwise.LocalKinesis.Log;

namespace Shardwise.LocalKinesis.Streams;

/// <summary>
/// The folder that outlives the process: <c>{account}/{region}/{stream}@{creation}/</c> with <c>stream.json</c>, which is replaced whole at each
/// change,
/// and a folder a shard.
/// </summary>
internal sealed class StoreFiles : IDisposable
{
    private const string StateFile = "stream.json";

    private readonly LogSync _sync = new();
    private readonly string _folder;
    private readonly FileStream _lock;

    /// <exception cref="LocalKinesisException">The folder cannot be used.</exception>
    public StoreFiles(string folder)
    {
        _folder = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(_folder);
            _lock = new FileStream(Path.Combine(_folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalKinesisException($"The data directory {_folder} cannot be used, or another local Kinesis uses it.", exception);
        }
    }

    public ShardFiles For(KinesisStream stream, int shardIndex)
    {
        var folder = Path.Combine(FolderOf(stream), shardIndex.ToString("D12", CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        return new ShardFiles(folder, _sync);
    }

    public void Save(KinesisStream stream)
    {
        var folder = FolderOf(stream);
        Directory.CreateDirectory(folder);
        var (path, fresh) = (Path.Combine(folder, StateFile), Path.Combine(folder, StateFile + ".new"));
        using (var file = File.OpenHandle(fresh, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, JsonSerializer.SerializeToUtf8Bytes(StoredStream.Of(stream)), 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(fresh, path, overwrite: true);
    }

    public void Remove(KinesisStream stream)
    {
        var folder = FolderOf(stream);
        if (Directory.Exists(folder))
        {
            // Without its state a folder is no stream: a crash in the middle leaves nothing that comes back.
            File.Delete(Path.Combine(folder, StateFile));
            Directory.Delete(folder, recursive: true);
        }
    }

    public IEnumerable<KinesisStream> Load(StreamStore store, Action<string> say)
    {
        foreach (var path in Directory.GetFiles(_folder, StateFile, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            StoredStream? stored;
            try
            {
                stored = JsonSerializer.Deserialize<StoredStream>(File.ReadAllBytes(path));
            }
            catch (JsonException exception)
            {
                throw new LocalKinesisException($"{path} is not the state of a stream: restore it, or delete its folder.", exception);
            }

            if (stored!.Restore(store, say) is { } stream)
            {
                yield return stream;
            }
        }
    }

    public void Dispose() => _lock.Dispose();

    private string FolderOf(KinesisStream stream) => Path.Combine(_folder, stream.Scope.Account, stream.Scope.Region, stream.ToString());
}
