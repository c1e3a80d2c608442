using System.Runtime.CompilerServices;

namespace Shardwise.Kpl;

/// <summary>The fields of one Record message; positions are those in the payload.</summary>
internal struct RecordFields
{
    public ulong PartitionKeyIndex;
    public ulong ExplicitHashKeyIndex;
    public int DataPosition;
    public int DataLength;
    public bool HasPartitionKeyIndex;
    public bool HasExplicitHashKeyIndex;
    public bool HasData;
    public bool HasTags;

    /// <summary>Reads the Record that starts at a position and ends where the bytes end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> bytes, int position, out RecordFields fields)
    {
        if (TryReadInKplOrder(bytes, position, out fields))
        {
            return true;
        }

        bool read = TryReadInAnyOrder(bytes, position, out RecordFields others);
        fields = others;
        return read;
    }

    /// <summary>Nearly every Record is written as the KPL writes it: index, perhaps explicit hash key index, data, end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadInKplOrder(ReadOnlySpan<byte> bytes, int position, out RecordFields fields)
    {
        Unsafe.SkipInit(out fields);
        fields.HasPartitionKeyIndex = true;
        fields.HasData = true;
        fields.HasExplicitHashKeyIndex = false;
        fields.HasTags = false;
        if (!IsAt(bytes, position, Tags.PartitionKeyIndex))
        {
            return false;
        }

        position++;
        if (!Protobuf.TryReadVarint(bytes, ref position, out fields.PartitionKeyIndex))
        {
            return false;
        }

        if (IsAt(bytes, position, Tags.ExplicitHashKeyIndex))
        {
            position++;
            fields.HasExplicitHashKeyIndex = true;
            if (!Protobuf.TryReadVarint(bytes, ref position, out fields.ExplicitHashKeyIndex))
            {
                return false;
            }
        }

        if (!IsAt(bytes, position, Tags.Data))
        {
            return false;
        }

        position++;
        bool hasData = Protobuf.TryReadLength(bytes, ref position, out fields.DataLength);
        fields.DataPosition = position;
        return hasData && position + fields.DataLength == bytes.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAt(ReadOnlySpan<byte> bytes, int position, byte tag) => (uint)position < (uint)bytes.Length && bytes[position] == tag;

    /// <summary>The whole of the format: fields in any order, the last of a kind wins, unknown ones are stepped over.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryReadInAnyOrder(ReadOnlySpan<byte> bytes, int position, out RecordFields fields)
    {
        fields = default;
        while (position < bytes.Length)
        {
            if (!Protobuf.TryReadVarint(bytes, ref position, out ulong tag) || !TryReadField(bytes, ref position, tag, ref fields))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadField(ReadOnlySpan<byte> bytes, ref int position, ulong tag, ref RecordFields fields)
    {
        switch (tag)
        {
            case Tags.PartitionKeyIndex:
                fields.HasPartitionKeyIndex = true;
                return Protobuf.TryReadVarint(bytes, ref position, out fields.PartitionKeyIndex);

            case Tags.ExplicitHashKeyIndex:
                fields.HasExplicitHashKeyIndex = true;
                return Protobuf.TryReadVarint(bytes, ref position, out fields.ExplicitHashKeyIndex);

            case Tags.Data:
                fields.HasData = Protobuf.TryReadLength(bytes, ref position, out fields.DataLength);
                fields.DataPosition = position;
                position += fields.HasData ? fields.DataLength : 0;
                return fields.HasData;

            default:
                fields.HasTags |= tag == Tags.RecordTag;
                return Protobuf.TrySkipField(bytes, ref position, tag);
        }
    }
}
