using System.Globalization;

namespace Shardwise.Local;

/// <summary>The open shards of a stream in mid-reshard. The emulator numbers new shards on from its last one, the lower half of a split first.</summary>
internal sealed class OpenShards
{
    private readonly SortedList<UInt128, string> _open = [];
    private int _next;

    public OpenShards(IReadOnlyList<EmulatorShard> shards)
    {
        foreach (var shard in shards.Where(shard => shard.IsOpen))
        {
            _open.Add(shard.Start, shard.ShardId);
        }

        _next = 1 + shards.Max(shard => int.Parse(shard.ShardId.AsSpan("shardId-".Length), CultureInfo.InvariantCulture));
    }

    public IReadOnlyList<UInt128> Starts => [.. _open.Keys];

    /// <summary>Notes a split at a key and returns the shard to split.</summary>
    public string Split(UInt128 at)
    {
        var index = _open.Keys.Count(start => start < at) - 1;
        var parent = _open.Values[index];
        _open[_open.Keys[index]] = NextId();
        _open.Add(at, NextId());
        return parent;
    }

    /// <summary>Notes a merge of the shard that starts at a key into the one before it, and returns both.</summary>
    public (string Lower, string Upper) Merge(UInt128 at)
    {
        var index = _open.IndexOfKey(at);
        var parents = (_open.Values[index - 1], _open.Values[index]);
        _open[_open.Keys[index - 1]] = NextId();
        _open.RemoveAt(index);
        return parents;
    }

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"shardId-{_next++:D12}");
}
