using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Shardwise.Kpl;

/// <summary>
/// One key table of an aggregated record under construction: each key once, in the order of first use. Keys are looked up by
/// their UTF-8, where it is written in any case: a dictionary of strings would read each key twice more.
/// </summary>
internal sealed class KeyTable(byte tag)
{
    private const int LongestLengthPrefix = 2;
    private const int FewestSlots = 16;

    private readonly GrowingBuffer _encoded = new();
    private Extent[] _keys = [];
    private int _count;

    /// <summary>
    /// Open addressing: 0, or an index + 1 in as many bits as number the slots, and what those leave of a hash above. At most half are taken.
    /// As small as that, for it is read at random among all that a build writes, and had better stay in a second-level cache.
    /// </summary>
    private uint[] _slots = new uint[FewestSlots];

    public ReadOnlySpan<byte> Encoded => _encoded.Written;

    public int Size => _encoded.Length;

    /// <summary>
    /// Sets out to use a key of a length that was checked. Nothing has changed until <see cref="Apply"/>, which must come before the next plan.
    /// </summary>
    /// <exception cref="ArgumentException">The key is not Unicode text.</exception>
    public KeyUse Plan(string key)
    {
        int prefix = Protobuf.VarintSize((uint)key.Length);
        Span<byte> entry = _encoded.Room(1 + LongestLengthPrefix + 3 * key.Length);
        if (Ascii.FromUtf16(key, entry[(1 + prefix)..], out int length) != OperationStatus.Done)
        {
            length = KeyRules.EncodeNonAscii(key, entry[(1 + prefix)..]);
            prefix = MakeRoomForPrefix(entry, prefix, length);
        }

        entry[0] = tag;
        Protobuf.WriteVarint(entry, 1, (uint)length);
        ReadOnlySpan<byte> utf8 = entry.Slice(1 + prefix, length);
        uint hash = KeyHash.Of(utf8);
        int slot = FindSlot(utf8, hash, out int index);
        return index >= 0
            ? new KeyUse(index, length, Growth: 0, slot, hash)
            : new KeyUse(_count, length, Growth: 1 + prefix + length, slot, hash);
    }

    /// <summary>Adds the key of the last plan if the table did not have it.</summary>
    public void Apply(in KeyUse use)
    {
        if (use.Growth == 0)
        {
            return;
        }

        _encoded.Append(use.Growth);
        if (_count == _keys.Length)
        {
            Array.Resize(ref _keys, Math.Max(FewestSlots, 2 * _count));
        }

        _keys[_count] = new Extent(_encoded.Length - use.Utf8Length, use.Utf8Length);
        _slots[use.Slot] = Held(_slots, use.Hash, _count);
        _count++;
        if (2 * _count > _slots.Length)
        {
            GrowSlots();
        }
    }

    public void Clear()
    {
        Array.Clear(_slots);
        _encoded.Clear();
        _count = 0;
    }

    /// <summary>The prefix was taken to be that of the characters; there may be more bytes.</summary>
    private static int MakeRoomForPrefix(Span<byte> entry, int prefix, int length)
    {
        int needed = Protobuf.VarintSize((uint)length);
        entry.Slice(1 + prefix, length).CopyTo(entry[(1 + needed)..]);
        return needed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Held(uint[] slots, uint hash, int index) => (hash & ~((uint)slots.Length - 1)) | (uint)(index + 1);

    /// <summary>The slot that holds a key, and its index; or the slot where it belongs, and -1.</summary>
    private int FindSlot(ReadOnlySpan<byte> utf8, uint hash, out int index)
    {
        uint[] slots = _slots;
        uint places = (uint)slots.Length - 1;
        uint slot = hash & places;
        while (true)
        {
            uint held = slots[slot];
            if (held == 0)
            {
                index = -1;
                return (int)slot;
            }

            if (((held ^ hash) & ~places) == 0 && _keys[(int)(held & places) - 1].Of(_encoded.Written).SequenceEqual(utf8))
            {
                index = (int)(held & places) - 1;
                return (int)slot;
            }

            slot = (slot + 1) & places;
        }
    }

    private void GrowSlots()
    {
        uint[] larger = new uint[2 * _slots.Length];
        uint places = (uint)larger.Length - 1;
        for (int index = 0; index < _count; index++)
        {
            uint hash = KeyHash.Of(_keys[index].Of(_encoded.Written));
            uint slot = hash & places;
            while (larger[slot] != 0)
            {
                slot = (slot + 1) & places;
            }

            larger[slot] = Held(larger, hash, index);
        }

        _slots = larger;
    }
}
