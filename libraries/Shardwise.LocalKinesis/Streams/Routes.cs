namespace Shardwise.LocalKinesis.Streams;

/// <summary>The open shards of a stream by their ranges, as they were at one moment.</summary>
internal sealed class Routes
{
    private readonly UInt128[] _starts;

    public Routes(IEnumerable<Shard> open)
    {
        Shards = [.. open.OrderBy(shard => shard.Range.Start)];
        _starts = [.. Shards.Select(shard => shard.Range.Start)];
    }

    public Shard[] Shards { get; }

    public IReadOnlyList<UInt128> Starts => _starts;

    /// <summary>The place in <see cref="Shards"/> of the shard whose range holds a key.</summary>
    public int Find(UInt128 key)
    {
        var (low, high) = (0, _starts.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _starts[middle] <= key ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
