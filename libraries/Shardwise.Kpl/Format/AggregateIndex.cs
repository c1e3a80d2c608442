using System.Buffers;

namespace Shardwise.Kpl;

/// <summary>
/// What one walk over the message of an aggregated record finds out: how many user records there are, and where the key tables'
/// entries lie. Positions are those in the payload, and point at an entry's length.
/// </summary>
internal struct AggregateIndex
{
    public PooledList PartitionKeys;
    public PooledList ExplicitHashKeys;
    public int FirstRecordPosition;
    public int RecordCount;

    private readonly bool _allowMissingMembers;
    private ulong _largestPartitionKeyIndex;
    private ulong _largestExplicitHashKeyIndex;
    private bool _anyExplicitHashKey;

    private AggregateIndex(bool allowMissingMembers) => _allowMissingMembers = allowMissingMembers;

    /// <summary>Walks over a payload whose checksum has been verified.</summary>
    /// <param name="payload">The payload, framed.</param>
    /// <param name="allowMissingMembers">Whether required members may be missing.</param>
    /// <param name="index">What was found; to be returned to the pool.</param>
    /// <returns>Why the payload is malformed, or null.</returns>
    public static string? Build(ReadOnlySpan<byte> payload, bool allowMissingMembers, out AggregateIndex index)
    {
        index = new AggregateIndex(allowMissingMembers);
        string? problem = index.Walk(payload[..^AggregateFrame.ChecksumSize]) ?? index.FindProblemAcrossRecords();
        if (problem is not null)
        {
            index.ReturnToPool();
        }

        return problem;
    }

    public void ReturnToPool()
    {
        PartitionKeys.ReturnToPool();
        ExplicitHashKeys.ReturnToPool();
    }

    private string? Walk(ReadOnlySpan<byte> bytes)
    {
        int position = AggregateFrame.MagicSize;
        while (position < bytes.Length)
        {
            int start = position;
            if (!Protobuf.TryReadVarint(bytes, ref position, out ulong tag))
            {
                return BrokenAt(start);
            }

            if (tag is Tags.Record or Tags.PartitionKey or Tags.ExplicitHashKey)
            {
                int lengthPosition = position;
                if (!Protobuf.TryReadLength(bytes, ref position, out int length))
                {
                    return BrokenAt(start);
                }

                int end = position + length;
                if (tag == Tags.Record)
                {
                    FirstRecordPosition = RecordCount == 0 ? start : FirstRecordPosition;
                    if (AddRecord(bytes[..end], position) is { } problem)
                    {
                        return problem;
                    }
                }
                else if (tag == Tags.PartitionKey)
                {
                    PartitionKeys.Add(lengthPosition);
                }
                else
                {
                    ExplicitHashKeys.Add(lengthPosition);
                }

                position = end;
            }
            else if (!Protobuf.TrySkipField(bytes, ref position, tag))
            {
                return BrokenAt(start);
            }
        }

        return null;
    }

    private string? AddRecord(ReadOnlySpan<byte> bytes, int position)
    {
        if (!RecordFields.TryRead(bytes, position, out RecordFields fields))
        {
            return $"User record {RecordCount} of the aggregated record is broken protobuf.";
        }

        bool complete = fields.HasPartitionKeyIndex && fields.HasData;
        if (!complete && !_allowMissingMembers)
        {
            string missing = fields.HasData ? "partition key index" : "data";
            return $"User record {RecordCount} of the aggregated record has no {missing}, which the format requires.";
        }

        if (fields.HasTags && !RecordTags.AreSound(bytes, position, _allowMissingMembers))
        {
            return $"User record {RecordCount} of the aggregated record has a tag that is broken protobuf or has no key.";
        }

        _largestPartitionKeyIndex = Math.Max(_largestPartitionKeyIndex, fields.PartitionKeyIndex);
        if (fields.HasExplicitHashKeyIndex)
        {
            _anyExplicitHashKey = true;
            _largestExplicitHashKeyIndex = Math.Max(_largestExplicitHashKeyIndex, fields.ExplicitHashKeyIndex);
        }

        RecordCount++;
        return null;
    }

    /// <summary>Tables may stand after the user records that use them, so that indexes are checked when all is read.</summary>
    private readonly string? FindProblemAcrossRecords()
    {
        if (RecordCount == 0)
        {
            return "The aggregated record holds no user record.";
        }

        if (_largestPartitionKeyIndex >= (ulong)PartitionKeys.Count)
        {
            return $"A user record of the aggregated record names partition key {_largestPartitionKeyIndex}, and the table has {PartitionKeys.Count}.";
        }

        return _anyExplicitHashKey && _largestExplicitHashKeyIndex >= (ulong)ExplicitHashKeys.Count
            ? $"A user record of the aggregated record names explicit hash key {_largestExplicitHashKeyIndex}, and the table has {ExplicitHashKeys.Count}."
            : null;
    }

    private static string BrokenAt(int position) => $"The aggregated record is broken protobuf at byte {position}.";

    /// <summary>A list of positions whose memory is rented, so that reading allocates nothing per table entry.</summary>
    internal struct PooledList
    {
        private int[]? _items;

        public int Count { get; private set; }

        public readonly int[] Items => _items ?? [];

        public void Add(int item)
        {
            int[]? items = _items;
            if (items is null || Count == items.Length)
            {
                items = Grow();
            }

            items[Count++] = item;
        }

        public readonly void ReturnToPool()
        {
            if (_items is not null)
            {
                ArrayPool<int>.Shared.Return(_items);
            }
        }

        private int[] Grow()
        {
            int[] larger = ArrayPool<int>.Shared.Rent(Math.Max(64, 2 * Count));
            Items.AsSpan(0, Count).CopyTo(larger);
            ReturnToPool();
            return _items = larger;
        }
    }
}
