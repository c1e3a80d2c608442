using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Shardwise.Kpl;

/// <summary>
/// What one walk over the message of an aggregated record finds: every user record, and where the key tables' entries lie.
/// </summary>
internal struct AggregateIndex
{
    /// <summary>The most bytes that tags and numbers of such a record take, and the eight that are read at once from the last of them.</summary>
    private const int KplRecordHead = 6 + sizeof(ulong);

    /// <summary>
    /// Tag, length, tag, index, tag, length as the first bytes of a record, the numbers of one byte each: the tags, and the bits that say "one byte".
    /// </summary>
    private const ulong ShortMask = 0x80FF_80FF_80FF;
    private const ulong ShortTags = Tags.Record | (Tags.PartitionKeyIndex << 16) | ((ulong)Tags.Data << 32);

    /// <summary>The same with an index of two bytes, as those from 128 on.</summary>
    private const ulong LongerKeyMask = 0x80_FF80_80FF_80FF;
    private const ulong LongerKeyTags = Tags.Record | (Tags.PartitionKeyIndex << 16) | (0x80UL << 24) | ((ulong)Tags.Data << 40);

    public PooledList<Extent> PartitionKeys;
    public PooledList<Extent> ExplicitHashKeys;
    public PooledList<RecordEntry> Records;

    /// <summary>By sub-sequence number, where the Records lie that have tags; null if none has.</summary>
    public Dictionary<int, Range>? TaggedRecords;

    private readonly bool _allowMissingMembers;
    private ulong _largestPartitionKeyIndex;
    private ulong _largestExplicitHashKeyIndex;
    private bool _anyExplicitHashKey;

    private AggregateIndex(bool allowMissingMembers) => _allowMissingMembers = allowMissingMembers;

    /// <summary>Walks over a payload whose checksum has been verified.</summary>
    /// <param name="payload">The payload, framed.</param>
    /// <param name="allowMissingMembers">Whether required members may be missing.</param>
    /// <param name="index">What was found; if there is no problem its lists are the caller's to return.</param>
    /// <returns>Why the payload is malformed, or null.</returns>
    public static string? Build(ReadOnlySpan<byte> payload, bool allowMissingMembers, out AggregateIndex index)
    {
        index = new AggregateIndex(allowMissingMembers);
        string? problem = index.Walk(payload[..^AggregateFrame.ChecksumSize]) ?? index.FindProblemAcrossRecords();
        if (problem is not null)
        {
            PooledList<Extent>.Return(index.PartitionKeys.Items);
            PooledList<Extent>.Return(index.ExplicitHashKeys.Items);
            PooledList<RecordEntry>.Return(index.Records.Items);
        }

        return problem;
    }

    private string? Walk(ReadOnlySpan<byte> bytes)
    {
        int position = AggregateFrame.MagicSize;
        while ((position = AddKplRecords(bytes, AddKplPartitionKeys(bytes, position))) < bytes.Length)
        {
            int start = position;
            if (!Protobuf.TryReadVarint(bytes, ref position, out ulong tag))
            {
                return BrokenAt(start);
            }

            if (tag is not (Tags.Record or Tags.PartitionKey or Tags.ExplicitHashKey))
            {
                // A copy, so that the hot loop's position need not lie in memory.
                int skipped = position;
                if (!Protobuf.TrySkipField(bytes, ref skipped, tag))
                {
                    return BrokenAt(start);
                }

                position = skipped;
                continue;
            }

            if (!Protobuf.TryReadLength(bytes, ref position, out int length))
            {
                return BrokenAt(start);
            }

            int end = position + length;
            if (tag == Tags.Record)
            {
                if (!TryAddRecord(bytes[..end], position))
                {
                    return DescribeProblem(bytes[..end], position);
                }
            }
            else if (tag == Tags.PartitionKey)
            {
                PartitionKeys.Add(new Extent(position, length));
            }
            else
            {
                ExplicitHashKeys.Add(new Extent(position, length));
            }

            position = end;
        }

        return null;
    }

    /// <summary>Adds the partition keys of less than 128 B that stand here one after the other. What is not one is left to the caller.</summary>
    /// <returns>The position after them.</returns>
    private int AddKplPartitionKeys(ReadOnlySpan<byte> bytes, int position)
    {
        while ((uint)position < (uint)bytes.Length && bytes[position] == Tags.PartitionKey)
        {
            Span<Extent> room = PartitionKeys.Room();
            int count = 0;
            for (; count < room.Length && (uint)(position + 1) < (uint)bytes.Length; count++)
            {
                int length = bytes[position + 1];
                int start = position + 2;
                if (bytes[position] != Tags.PartitionKey || length >= 0x80 || length > bytes.Length - start)
                {
                    break;
                }

                room[count] = new Extent(start, length);
                position = start + length;
            }

            PartitionKeys.Took(count);
            if (count < room.Length)
            {
                break;
            }
        }

        return position;
    }

    /// <summary>
    /// Adds the user records that stand here one after the other as the KPL writes nearly all: index, data, end, no number longer than two bytes.
    /// What is not one is left to the caller.
    /// </summary>
    /// <returns>The position after them.</returns>
    private int AddKplRecords(ReadOnlySpan<byte> bytes, int position)
    {
        while ((uint)position < (uint)bytes.Length && bytes[position] == Tags.Record)
        {
            Span<RecordEntry> room = Records.Room();
            uint largest = 0;
            int count = 0;
            for (; count < room.Length && position <= bytes.Length - KplRecordHead; count++)
            {
                ulong head = BinaryPrimitives.ReadUInt64LittleEndian(bytes[position..]);
                int end = position + 2 + (byte)(head >> 8);
                uint key;
                Extent data;
                if ((head & ShortMask) == ShortTags)
                {
                    key = (byte)(head >> 24);
                    data = new Extent(position + 6, (byte)(head >> 40));
                }
                else if ((head & LongerKeyMask) == LongerKeyTags)
                {
                    key = ((uint)(head >> 24) & 0x7F) | ((uint)(head >> 25) & 0x3F80);
                    data = new Extent(position + 7, (byte)(head >> 48));
                }
                else if (!TryReadLongerHead(bytes, position, out key, out data, out end))
                {
                    break;
                }

                if (data.Position + data.Length != end || end > bytes.Length)
                {
                    break;
                }

                room[count] = new RecordEntry((int)key, RecordEntry.None, data);
                largest = Math.Max(largest, key);
                position = end;
            }

            Records.Took(count);
            _largestPartitionKeyIndex = Math.Max(_largestPartitionKeyIndex, largest);
            if (count < room.Length)
            {
                break;
            }
        }

        return position;
    }

    /// <summary>Reads a record's numbers where any of them may take two bytes.</summary>
    private static bool TryReadLongerHead(ReadOnlySpan<byte> bytes, int position, out uint key, out Extent data, out int end)
    {
        ulong head = BinaryPrimitives.ReadUInt64LittleEndian(bytes[position..]);
        bool isKpl = TakeTag(ref head, ref position, Tags.Record) & TakeNumber(ref head, ref position, out uint length);
        end = position + (int)length;
        isKpl &= TakeTag(ref head, ref position, Tags.PartitionKeyIndex) & TakeNumber(ref head, ref position, out key);

        // Up to six of the eight bytes are used; the data's tag and length may take three.
        head = BinaryPrimitives.ReadUInt64LittleEndian(bytes[position..]);
        isKpl &= TakeTag(ref head, ref position, Tags.Data) & TakeNumber(ref head, ref position, out uint size);
        data = new Extent(position, (int)size);
        return isKpl;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TakeTag(ref ulong head, ref int at, byte tag)
    {
        bool isTag = (byte)head == tag;
        head >>= 8;
        at++;
        return isTag;
    }

    /// <summary>Takes a varint of one or two bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TakeNumber(ref ulong head, ref int at, out uint number)
    {
        number = (byte)head;
        head >>= 8;
        at++;
        if (number < 0x80)
        {
            return true;
        }

        uint second = (byte)head;
        number = (number & 0x7F) | (second << 7);
        head >>= 8;
        at++;
        return second < 0x80;
    }

    private bool TryAddRecord(ReadOnlySpan<byte> bytes, int position)
    {
        if (!RecordFields.TryRead(bytes, position, out RecordFields fields)
            || !(_allowMissingMembers || (fields.HasPartitionKeyIndex && fields.HasData))
            || (fields.HasTags && !TryAddTags(bytes, position)))
        {
            return false;
        }

        int explicitHashKeyIndex = RecordEntry.None;
        if (fields.HasExplicitHashKeyIndex)
        {
            explicitHashKeyIndex = (int)fields.ExplicitHashKeyIndex;
            _anyExplicitHashKey = true;
            _largestExplicitHashKeyIndex = Math.Max(_largestExplicitHashKeyIndex, fields.ExplicitHashKeyIndex);
        }

        _largestPartitionKeyIndex = Math.Max(_largestPartitionKeyIndex, fields.PartitionKeyIndex);
        Records.Add(new RecordEntry((int)fields.PartitionKeyIndex, explicitHashKeyIndex, new Extent(fields.DataPosition, fields.DataLength)));
        return true;
    }

    private bool TryAddTags(ReadOnlySpan<byte> bytes, int position)
    {
        (TaggedRecords ??= []).Add(Records.Count, position..bytes.Length);
        return RecordTags.AreSound(bytes, position, _allowMissingMembers);
    }

    private readonly string DescribeProblem(ReadOnlySpan<byte> bytes, int position)
    {
        if (!RecordFields.TryRead(bytes, position, out RecordFields fields))
        {
            return $"User record {Records.Count} of the aggregated record is broken protobuf.";
        }

        if (!_allowMissingMembers && !(fields.HasPartitionKeyIndex && fields.HasData))
        {
            string missing = fields.HasData ? "partition key index" : "data";
            return $"User record {Records.Count} of the aggregated record has no {missing}, which the format requires.";
        }

        return $"User record {Records.Count} of the aggregated record has a tag that is broken protobuf or has no key.";
    }

    /// <summary>Tables may stand after the user records that use them, so that indexes are checked when all is read.</summary>
    private readonly string? FindProblemAcrossRecords()
    {
        if (Records.Count == 0)
        {
            return "The aggregated record holds no user record.";
        }

        if (_largestPartitionKeyIndex >= (ulong)PartitionKeys.Count)
        {
            return $"A user record of the aggregated record names partition key {_largestPartitionKeyIndex}, "
                + $"and the table has {PartitionKeys.Count}.";
        }

        return _anyExplicitHashKey && _largestExplicitHashKeyIndex >= (ulong)ExplicitHashKeys.Count
            ? $"A user record of the aggregated record names explicit hash key {_largestExplicitHashKeyIndex}, and the table has "
                + $"{ExplicitHashKeys.Count}."
            : null;
    }

    private static string BrokenAt(int position) => $"The aggregated record is broken protobuf at byte {position}.";
}
