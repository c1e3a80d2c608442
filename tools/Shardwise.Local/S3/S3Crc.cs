using System.Buffers.Binary;

namespace Shardwise.Local;

/// <summary>
/// A cyclic redundancy check over bits in reflected order, all ones at its beginning and inverted at its end: CRC-32, CRC-32C and CRC-64/NVME, which are
/// those of S3. System.IO.Hashing has the first of the three.
/// </summary>
internal sealed class S3Crc
{
    private static readonly Dictionary<string, (int Bytes, ulong[] Table)> Tables = new(StringComparer.Ordinal)
    {
        ["crc32"] = (4, Table(0xEDB88320)),
        ["crc32c"] = (4, Table(0x82F63B78)),
        ["crc64nvme"] = (8, Table(0x9A6C9329AC4BC9B5)),
    };

    private readonly int _bytes;
    private readonly ulong[] _table;
    private ulong _state = ulong.MaxValue;

    private S3Crc(int bytes, ulong[] table)
    {
        (_bytes, _table) = (bytes, table);
        _state >>= 64 - (bytes * 8);
    }

    /// <summary>The check of a name such as <c>crc32c</c>; null where there is none of it.</summary>
    public static S3Crc? Of(string name) => Tables.TryGetValue(name, out var found) ? new S3Crc(found.Bytes, found.Table) : null;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        ulong state = _state;
        ulong[] table = _table;
        foreach (byte next in bytes)
        {
            state = table[(byte)state ^ next] ^ (state >> 8);
        }

        _state = state;
    }

    /// <summary>The value of all that was appended, the most significant byte first.</summary>
    public byte[] Value()
    {
        byte[] value = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(value, _state ^ (ulong.MaxValue >> (64 - (_bytes * 8))));
        return value[^_bytes..];
    }

    private static ulong[] Table(ulong polynomial)
    {
        ulong[] table = new ulong[256];
        for (int i = 0; i < table.Length; i++)
        {
            ulong value = (ulong)i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 1 ? (value >> 1) ^ polynomial : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
