using System.Buffers.Binary;
using System.Text;

namespace Shardwise.Local;

/// <summary>
/// Reads CBOR (RFC 8949) into the values that JSON reads into: map, list, string, number (long or double), boolean, null; and byte strings.
/// A tag is read over: of those that AWS uses, tag 1 (epoch seconds) leaves the number, which is what JSON carries.
/// </summary>
internal ref struct CborReader
{
    private const int MaxDepth = 64;
    private const int Indefinite = 31;

    private readonly ReadOnlySpan<byte> _data;
    private int _at;

    private CborReader(ReadOnlySpan<byte> data) => _data = data;

    /// <exception cref="FormatException">The bytes are not one CBOR item.</exception>
    public static object? Read(ReadOnlySpan<byte> data)
    {
        var reader = new CborReader(data);
        var value = reader.ReadItem(0);
        return reader._at == data.Length ? value : throw new FormatException($"CBOR: {data.Length - reader._at} bytes follow the item.");
    }

    private object? ReadItem(int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException($"CBOR: nested deeper than {MaxDepth}.");
        }

        var (major, info) = ReadHead();
        return major switch
        {
            0 => Unsigned(ReadArgument(info)),
            1 => Negative(ReadArgument(info)),
            2 => ReadBytes(info),
            3 => Encoding.UTF8.GetString(ReadText(info)),
            4 => ReadList(info, depth),
            5 => ReadMap(info, depth),
            6 => ReadTagged(info, depth),
            _ => ReadSimple(info),
        };
    }

    private static object Unsigned(ulong value) => value <= long.MaxValue ? (object)(long)value : (double)value;

    private static object Negative(ulong value) => value <= long.MaxValue ? (object)(-1 - (long)value) : -1.0 - value;

    private byte[] ReadBytes(int info) => ReadString(info, 2);

    private byte[] ReadText(int info) => ReadString(info, 3);

    private byte[] ReadString(int info, int major)
    {
        if (info != Indefinite)
        {
            return Take(ReadArgument(info)).ToArray();
        }

        using var all = new MemoryStream();
        while (!TakeBreak())
        {
            var (chunkMajor, chunkInfo) = ReadHead();
            if (chunkMajor != major || chunkInfo == Indefinite)
            {
                throw new FormatException("CBOR: a chunk of an indefinite string has another type.");
            }

            all.Write(Take(ReadArgument(chunkInfo)));
        }

        return all.ToArray();
    }

    private List<object?> ReadList(int info, int depth)
    {
        var list = new List<object?>();
        if (info == Indefinite)
        {
            while (!TakeBreak())
            {
                list.Add(ReadItem(depth + 1));
            }

            return list;
        }

        for (var left = ReadArgument(info); left > 0; left--)
        {
            list.Add(ReadItem(depth + 1));
        }

        return list;
    }

    private Dictionary<string, object?> ReadMap(int info, int depth)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (info == Indefinite)
        {
            while (!TakeBreak())
            {
                ReadEntry(map, depth);
            }

            return map;
        }

        for (var left = ReadArgument(info); left > 0; left--)
        {
            ReadEntry(map, depth);
        }

        return map;
    }

    private void ReadEntry(Dictionary<string, object?> map, int depth)
    {
        var key = ReadItem(depth + 1) as string ?? throw new FormatException("CBOR: a map has a key that is not text.");
        map[key] = ReadItem(depth + 1);
    }

    private object? ReadTagged(int info, int depth)
    {
        _ = ReadArgument(info);
        return ReadItem(depth + 1);
    }

    private object? ReadSimple(int info) => info switch
    {
        20 => false,
        21 => true,
        22 or 23 => null,
        25 => (double)BinaryPrimitives.ReadHalfBigEndian(Take(2)),
        26 => (double)BinaryPrimitives.ReadSingleBigEndian(Take(4)),
        27 => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
        _ => throw new FormatException($"CBOR: simple value {info} at byte {_at - 1} is not understood."),
    };

    private (int Major, int Info) ReadHead()
    {
        var head = Take(1)[0];
        return (head >> 5, head & 31);
    }

    private ulong ReadArgument(int info) => info switch
    {
        < 24 => (ulong)info,
        24 => Take(1)[0],
        25 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        26 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
        27 => BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
        _ => throw new FormatException($"CBOR: malformed length at byte {_at - 1}."),
    };

    private bool TakeBreak()
    {
        if (_at < _data.Length && _data[_at] == 0xff)
        {
            _at++;
            return true;
        }

        return false;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_data.Length - _at))
        {
            throw new FormatException($"CBOR: the data ends within an item, at byte {_data.Length}.");
        }

        var taken = _data.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }
}
