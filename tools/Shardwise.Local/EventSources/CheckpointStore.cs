using System.Globalization;

namespace Shardwise.Local.EventSources;

/// <summary>
/// How far a mapping has come in each shard, a small file a shard, so that a pipeline that was killed goes on behind what its function had taken.
/// Without a folder nothing is kept.
/// </summary>
internal sealed class CheckpointStore(string? directory)
{
    /// <summary>What was kept, by shard.</summary>
    public IReadOnlyDictionary<string, ShardCheckpoint> Load() => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory, "shardId-*")
            .Where(file => !file.EndsWith(".next", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetFileName(file), file => ShardCheckpoint.Parse(File.ReadAllText(file)), StringComparer.Ordinal)
        : new Dictionary<string, ShardCheckpoint>();

    /// <summary>When the mapping was made: now, where that is not kept from before.</summary>
    public DateTimeOffset Created(DateTimeOffset now)
    {
        if (directory is null)
        {
            return now;
        }

        string path = Path.Combine(directory, "created");
        if (File.Exists(path) && DateTimeOffset.TryParse(
            File.ReadAllText(path), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var created))
        {
            return created;
        }

        Directory.CreateDirectory(directory);
        File.WriteAllText(path, now.ToString("O", CultureInfo.InvariantCulture));
        return now;
    }

    public void Save(string shardId, ShardCheckpoint checkpoint)
    {
        if (directory is null)
        {
            return;
        }

        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, shardId);
        File.WriteAllText(path + ".next", checkpoint.ToString());
        File.Move(path + ".next", path, overwrite: true);
    }
}
