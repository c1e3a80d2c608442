using System.Runtime.CompilerServices;

namespace Shardwise.Kpl;

/// <summary>Walks over the Records of an aggregated record that is known to be sound.</summary>
internal struct RecordCursor
{
    /// <summary>The fields of the Record at which the cursor stands.</summary>
    public RecordFields Fields;

    private int _next;

    /// <summary>Makes a cursor that stands before the first Record.</summary>
    /// <param name="firstRecordPosition">Where in the payload the first Record's tag is.</param>
    public RecordCursor(int firstRecordPosition)
    {
        _next = firstRecordPosition;
        SubSequenceNumber = -1;
    }

    /// <summary>Where in the payload the length of the Record is.</summary>
    public int LengthPosition { get; private set; }

    /// <summary>The number of Records before this one.</summary>
    public int SubSequenceNumber { get; private set; }

    /// <summary>Goes on to the next Record.</summary>
    /// <param name="bytes">The payload without its checksum.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext(ReadOnlySpan<byte> bytes)
    {
        int position = _next;
        if ((uint)position >= (uint)bytes.Length || bytes[position] != Tags.Record)
        {
            SkipToRecord(bytes, ref position);
        }
        else
        {
            position++;
        }

        LengthPosition = position;
        if (!Protobuf.TryReadLength(bytes, ref position, out int length))
        {
            return false;
        }

        _next = position + length;
        SubSequenceNumber++;
        return RecordFields.TryRead(bytes[.._next], position, out Fields);
    }

    private static void SkipToRecord(ReadOnlySpan<byte> bytes, ref int position)
    {
        while (Protobuf.TryReadVarint(bytes, ref position, out ulong tag) && tag != Tags.Record && Protobuf.TrySkipField(bytes, ref position, tag))
        {
        }
    }
}
