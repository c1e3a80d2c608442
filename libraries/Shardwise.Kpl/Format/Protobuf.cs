using System.Numerics;
using System.Runtime.CompilerServices;

namespace Shardwise.Kpl;

/// <summary>
/// Reads the protobuf wire format. Every method takes the bytes up to the end of the message it reads from, and a position in
/// them, and returns false where the bytes break the format; the position then means nothing.
/// </summary>
internal static class Protobuf
{
    /// <summary>As deep as Google's parsers follow groups in groups.</summary>
    private const int DeepestGroup = 100;

    private const ulong LargestFieldNumber = (1 << 29) - 1;

    /// <summary>Nearly all tags take one byte, and nearly all indexes and lengths one or two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadVarint(ReadOnlySpan<byte> bytes, ref int position, out ulong value)
    {
        int at = position;
        if ((uint)at < (uint)bytes.Length)
        {
            uint first = bytes[at];
            if (first < 0x80)
            {
                value = first;
                position = at + 1;
                return true;
            }

            if ((uint)(at + 1) < (uint)bytes.Length && bytes[at + 1] < 0x80)
            {
                value = (first & 0x7F) | ((uint)bytes[at + 1] << 7);
                position = at + 2;
                return true;
            }
        }

        // No reference to the caller's variables is passed on: they would have to lie in memory for this rare call's sake.
        position = ReadLongVarint(bytes, at, out ulong longValue);
        value = longValue;
        return position >= 0;
    }

    /// <summary>Reads the length of a string, of bytes or of a message, and makes sure that so much is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadLength(ReadOnlySpan<byte> bytes, ref int position, out int length)
    {
        bool read = TryReadVarint(bytes, ref position, out ulong value) && value <= (ulong)(bytes.Length - position);
        length = (int)value;
        return read;
    }

    /// <summary>Steps over the value of a field that is not known, whose tag has been read.</summary>
    public static bool TrySkipField(ReadOnlySpan<byte> bytes, ref int position, ulong tag) => TrySkipField(bytes, ref position, tag, depth: 0);

    /// <summary>The bytes that a varint takes: one for each begun seven bits. 9/64 is near enough to 1/7, and needs no division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int VarintSize(uint value) => (BitOperations.Log2(value | 1) * 9 + 73) >> 6;

    /// <summary>Writes a varint and returns the position after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteVarint(Span<byte> bytes, int position, uint value)
    {
        if (value < 0x80)
        {
            bytes[position] = (byte)value;
            return position + 1;
        }

        if (value < 0x4000)
        {
            bytes[position + 1] = (byte)(value >> 7);
            bytes[position] = (byte)(value | 0x80);
            return position + 2;
        }

        return WriteLongVarint(bytes, position, value);
    }

    /// <summary>Reads a varint of any length.</summary>
    /// <returns>The position after it, or -1 if it is broken.</returns>
    private static int ReadLongVarint(ReadOnlySpan<byte> bytes, int position, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 70 && position < bytes.Length; shift += 7)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return position;
            }
        }

        return -1;
    }

    private static int WriteLongVarint(Span<byte> bytes, int position, uint value)
    {
        while (value >= 0x80)
        {
            bytes[position++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[position] = (byte)value;
        return position + 1;
    }

    private static bool TrySkipField(ReadOnlySpan<byte> bytes, ref int position, ulong tag, int depth)
    {
        if (tag >> 3 is 0 or > LargestFieldNumber)
        {
            return false;
        }

        switch (tag & 7)
        {
            case 0:
                return TryReadVarint(bytes, ref position, out _);
            case 1:
                return TrySkipBytes(bytes, ref position, 8);
            case 2:
                return TryReadLength(bytes, ref position, out int length) && TrySkipBytes(bytes, ref position, length);
            case 3:
                return depth < DeepestGroup && TrySkipGroup(bytes, ref position, endTag: tag + 1, depth + 1);
            case 5:
                return TrySkipBytes(bytes, ref position, 4);
            default:
                return false;
        }
    }

    private static bool TrySkipGroup(ReadOnlySpan<byte> bytes, ref int position, ulong endTag, int depth)
    {
        while (TryReadVarint(bytes, ref position, out ulong tag))
        {
            if (tag == endTag)
            {
                return true;
            }

            if (!TrySkipField(bytes, ref position, tag, depth))
            {
                return false;
            }
        }

        return false;
    }

    private static bool TrySkipBytes(ReadOnlySpan<byte> bytes, ref int position, int count)
    {
        bool there = count <= bytes.Length - position;
        position += there ? count : 0;
        return there;
    }
}
