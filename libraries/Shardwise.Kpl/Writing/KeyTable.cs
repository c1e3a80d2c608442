using System.Runtime.InteropServices;
using System.Text;

namespace Shardwise.Kpl;

/// <summary>One key table of an aggregated record under construction: each key once, in the order of first use.</summary>
internal sealed class KeyTable(byte tag)
{
    private readonly Dictionary<string, int> _indexes = [];
    private readonly GrowingBuffer _encoded = new();

    public ReadOnlySpan<byte> Encoded => _encoded.Written;

    public int Size => _encoded.Length;

    /// <summary>Sets out to use a key; to be followed by <see cref="Apply"/> or <see cref="Cancel"/>.</summary>
    public KeyUse Plan(string key, int utf8Length)
    {
        int nextIndex = _indexes.Count;
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, key, out bool exists);
        if (exists)
        {
            return new KeyUse(key, utf8Length, index, Growth: 0);
        }

        index = nextIndex;
        return new KeyUse(key, utf8Length, nextIndex, Growth: 1 + Protobuf.VarintSize((uint)utf8Length) + utf8Length);
    }

    /// <summary>Adds the key if the table did not have it.</summary>
    public void Apply(in KeyUse use)
    {
        if (use.Growth == 0)
        {
            return;
        }

        Span<byte> entry = _encoded.Append(use.Growth);
        entry[0] = tag;
        int position = Protobuf.WriteVarint(entry, 1, (uint)use.Utf8Length);
        if (use.Utf8Length == use.Key.Length)
        {
            // As many bytes as characters: nothing but ASCII.
            Ascii.FromUtf16(use.Key, entry[position..], out _);
        }
        else
        {
            Encoding.UTF8.GetBytes(use.Key, entry[position..]);
        }
    }

    /// <summary>Leaves the table as it was.</summary>
    public void Cancel(in KeyUse use)
    {
        if (use.Growth > 0)
        {
            _indexes.Remove(use.Key);
        }
    }

    public void Clear()
    {
        _indexes.Clear();
        _encoded.Clear();
    }
}

/// <summary>What using a key comes to: its index, and the bytes it adds to the table, 0 if it is there already.</summary>
internal readonly record struct KeyUse(string Key, int Utf8Length, int Index, int Growth)
{
    /// <summary>No key is used.</summary>
    public static KeyUse None => new("", Utf8Length: 0, Index: -1, Growth: 0);

    public bool IsNone => Index < 0;
}
