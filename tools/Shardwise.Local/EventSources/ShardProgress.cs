namespace Shardwise.Local.EventSources;

/// <summary>
/// How far a shard is settled: behind the last record before which none is open, and in each lane, which is ahead of that where another lane is
/// behind.
/// </summary>
/// <param name="lanes">The lanes.</param>
/// <param name="kept">How far it was settled before; null where nothing is known.</param>
internal sealed class ShardProgress(int lanes, ShardCheckpoint? kept = null)
{
    /// <summary>Of no lane: what a filter left out.</summary>
    public const int NoLane = -1;

    private readonly Queue<Entry> _open = new();
    private readonly string?[] _lanes = kept?.Lanes.Count == lanes ? [.. kept.Lanes] : new string?[lanes];
    private string? _settled = kept?.Settled;

    /// <summary>A record that is read and not settled.</summary>
    public Entry Add(StreamRecord record)
    {
        var entry = new Entry(record.SequenceNumber);
        lock (_open)
        {
            _open.Enqueue(entry);
        }

        return entry;
    }

    /// <summary>Settles records of a lane, in order; tells, one at a time, where the shard is then.</summary>
    public void Settle(int lane, IReadOnlyList<Entry> entries, Action<ShardCheckpoint> tell)
    {
        lock (_open)
        {
            foreach (var entry in entries)
            {
                entry.IsSettled = true;
            }

            while (_open.TryPeek(out var oldest) && oldest.IsSettled)
            {
                _settled = _open.Dequeue().SequenceNumber;
            }

            if (lane != NoLane)
            {
                _lanes[lane] = entries[^1].SequenceNumber;
            }

            tell(new ShardCheckpoint(_settled, lanes > 1 ? [.. _lanes] : []));
        }
    }

    /// <summary>One record's place.</summary>
    internal sealed class Entry(string sequenceNumber)
    {
        public string SequenceNumber { get; } = sequenceNumber;

        /// <summary>What it holds of memory while it is open.</summary>
        public int Bytes { get; set; }

        public bool IsSettled { get; set; }
    }
}
