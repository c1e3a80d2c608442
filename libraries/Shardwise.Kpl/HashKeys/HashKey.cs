using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shardwise.Kpl;

/// <summary>The 128-bit number by which Kinesis finds the shard of a record.</summary>
public static class HashKey
{
    /// <summary>The hash key of a partition key: the MD5 of its UTF-8 bytes, read as an unsigned big-endian number.</summary>
    public static UInt128 Of(string partitionKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);

        int most = Encoding.UTF8.GetMaxByteCount(partitionKey.Length);
        byte[]? rented = most > 1024 ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> utf8 = rented ?? stackalloc byte[most];
        UInt128 hashKey = Of(utf8[..Encoding.UTF8.GetBytes(partitionKey, utf8)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hashKey;
    }

    /// <summary>The hash key of a partition key that is given as UTF-8.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> partitionKeyUtf8)
    {
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(partitionKeyUtf8, digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    /// <summary>Reads an explicit hash key: decimal digits and nothing else, 0 to 2^128 - 1.</summary>
    /// <returns><see langword="false"/> if <paramref name="explicitHashKey"/> is anything else.</returns>
    public static bool TryParse(ReadOnlySpan<char> explicitHashKey, out UInt128 hashKey) =>
        UInt128.TryParse(explicitHashKey, NumberStyles.None, CultureInfo.InvariantCulture, out hashKey);

    /// <summary>Reads an explicit hash key that is given as UTF-8: decimal digits and nothing else, 0 to 2^128 - 1.</summary>
    /// <returns><see langword="false"/> if <paramref name="explicitHashKeyUtf8"/> is anything else.</returns>
    public static bool TryParse(ReadOnlySpan<byte> explicitHashKeyUtf8, out UInt128 hashKey) =>
        UInt128.TryParse(explicitHashKeyUtf8, NumberStyles.None, CultureInfo.InvariantCulture, out hashKey);

    /// <summary>Writes a hash key the way Kinesis takes an explicit hash key: in decimal.</summary>
    public static string Format(UInt128 hashKey) => hashKey.ToString(CultureInfo.InvariantCulture);
}
