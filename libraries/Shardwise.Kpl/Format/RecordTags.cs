namespace Shardwise.Kpl;

/// <summary>
/// The tags of a Record. Neither the KPL nor the KCL has an API for them, so they are rare, and read apart from the hot path.
/// </summary>
internal static class RecordTags
{
    /// <summary>Whether every tag of a sound Record is a sound Tag message.</summary>
    public static bool AreSound(ReadOnlySpan<byte> bytes, int position, bool mayLackKey)
    {
        while (TryFindNext(bytes, ref position, out int length))
        {
            if (!IsSound(bytes[..(position + length)], position, mayLackKey))
            {
                return false;
            }

            position += length;
        }

        return true;
    }

    /// <summary>The tags of a sound Record, each as the bytes of its Tag message.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Of(ReadOnlyMemory<byte> bytes)
    {
        int position = 0;
        List<ReadOnlyMemory<byte>>? tags = null;
        while (TryFindNext(bytes.Span, ref position, out int length))
        {
            (tags ??= []).Add(bytes.Slice(position, length));
            position += length;
        }

        return tags ?? (IReadOnlyList<ReadOnlyMemory<byte>>)[];
    }

    private static bool TryFindNext(ReadOnlySpan<byte> bytes, ref int position, out int length)
    {
        while (position < bytes.Length && Protobuf.TryReadVarint(bytes, ref position, out ulong tag))
        {
            if (tag == Tags.RecordTag)
            {
                return Protobuf.TryReadLength(bytes, ref position, out length);
            }

            if (!Protobuf.TrySkipField(bytes, ref position, tag))
            {
                break;
            }
        }

        length = 0;
        return false;
    }

    private static bool IsSound(ReadOnlySpan<byte> bytes, int position, bool mayLackKey)
    {
        bool hasKey = mayLackKey;
        while (position < bytes.Length)
        {
            if (!Protobuf.TryReadVarint(bytes, ref position, out ulong tag) || !Protobuf.TrySkipField(bytes, ref position, tag))
            {
                return false;
            }

            hasKey |= tag == Tags.TagKey;
        }

        return hasKey;
    }
}
