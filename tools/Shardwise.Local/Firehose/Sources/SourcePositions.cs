using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Firehose;

/// <summary>How far a stream has been delivered, shard by shard, in a file: a run that ends goes on from there.</summary>
internal sealed class SourcePositions
{
    private readonly Lock _lock = new();
    private readonly string _file;
    private readonly Dictionary<string, string> _shards = new(StringComparer.Ordinal);

    private SourcePositions(string file, DateTimeOffset since)
    {
        _file = file;
        Since = since;
    }

    /// <summary>When the delivery stream was made: it reads what has come since.</summary>
    public DateTimeOffset Since { get; private set; }

    public static SourcePositions Open(string directory, DateTimeOffset now)
    {
        Directory.CreateDirectory(directory);
        var positions = new SourcePositions(Path.Combine(directory, "positions.json"), now);
        if (positions.TryRead())
        {
            // A clock that ran fast was ahead of the one of this run: what this run takes would seem older.
            positions.Since = positions.Since < now ? positions.Since : now;
            return positions;
        }

        positions.Write();
        return positions;
    }

    /// <summary>The last number that is dealt with; null: none.</summary>
    public string? Of(string shardId)
    {
        lock (_lock)
        {
            return _shards.GetValueOrDefault(shardId);
        }
    }

    public void Set(string shardId, string sequenceNumber)
    {
        lock (_lock)
        {
            _shards[shardId] = sequenceNumber;
            try
            {
                Write();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The next write has it too; until then a run that ends reads some records again.
            }
        }
    }

    /// <summary>The stream is another than the one that was read before, and is read from an instant on.</summary>
    public void Forget(DateTimeOffset since)
    {
        lock (_lock)
        {
            _shards.Clear();
            Since = since < Since ? since : Since;
        }
    }

    private bool TryRead()
    {
        try
        {
            var state = JsonNode.Parse(File.ReadAllText(_file))!;
            Since = state["since"]!.GetValue<DateTimeOffset>();
            foreach (var (shard, number) in state["shards"]!.AsObject())
            {
                _shards[shard] = number!.GetValue<string>();
            }

            return true;
        }
        catch (Exception exception)
            when (exception is IOException or JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            // Not there, or cut off: as if made now.
            return false;
        }
    }

    // Beside its place, and moved there: what is killed in between leaves the file whole.
    private void Write()
    {
        var state = new JsonObject
        {
            ["since"] = Since,
            ["shards"] = new JsonObject(_shards.Select(shard => KeyValuePair.Create(shard.Key, (JsonNode?)shard.Value))),
        };
        File.WriteAllText(_file + ".new", state.ToJsonString());
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
