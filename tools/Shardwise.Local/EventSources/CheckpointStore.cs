namespace Shardwise.Local.EventSources;

/// <summary>
/// How far a mapping has come in each shard, a small file a shard, so that a pipeline that was killed goes on behind what its function had taken. Without a
/// folder nothing is kept.
/// </summary>
internal sealed class CheckpointStore(string? directory)
{
    private const string ShardEnd = "SHARD_END";

    /// <summary>What was kept: the last sequence number that is settled, by shard.</summary>
    public IReadOnlyDictionary<string, string> Load() => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory, "shardId-*")
            .Where(file => !file.EndsWith(".next", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal)
        : new Dictionary<string, string>();

    public static bool IsEnd(string checkpoint) => checkpoint == ShardEnd;

    public void Save(string shardId, string sequenceNumber)
    {
        if (directory is null)
        {
            return;
        }

        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, shardId);
        File.WriteAllText(path + ".next", sequenceNumber);
        File.Move(path + ".next", path, overwrite: true);
    }

    public void End(string shardId) => Save(shardId, ShardEnd);
}
