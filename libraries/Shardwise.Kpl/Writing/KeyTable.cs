using System.Text;

namespace Shardwise.Kpl;

/// <summary>One key table of an aggregated record under construction: each key once, in the order of first use.</summary>
internal sealed class KeyTable(byte tag)
{
    private readonly Dictionary<string, int> _indexes = [];
    private readonly GrowingBuffer _encoded = new();

    public ReadOnlySpan<byte> Encoded => _encoded.Written;

    public int Size => _encoded.Length;

    /// <summary>What using a key would come to.</summary>
    public KeyUse Plan(string key, int utf8Length) => _indexes.TryGetValue(key, out int index)
        ? new KeyUse(key, utf8Length, index, Growth: 0)
        : new KeyUse(key, utf8Length, _indexes.Count, Growth: 1 + Protobuf.VarintSize((uint)utf8Length) + utf8Length);

    /// <summary>Adds the key if the table does not have it.</summary>
    public void Apply(in KeyUse use)
    {
        if (use.Growth == 0)
        {
            return;
        }

        _indexes.Add(use.Key, use.Index);
        Span<byte> entry = _encoded.Append(use.Growth);
        entry[0] = tag;
        int position = Protobuf.WriteVarint(entry, 1, (uint)use.Utf8Length);
        Encoding.UTF8.GetBytes(use.Key, entry[position..]);
    }

    public void Clear()
    {
        _indexes.Clear();
        _encoded.Clear();
    }
}

/// <summary>What using a key comes to: its index, and the bytes it adds to the table, 0 if it is there already.</summary>
internal readonly record struct KeyUse(string Key, int Utf8Length, int Index, int Growth);
