using System.IO.Hashing;
using System.Security.Cryptography;

namespace Shardwise.Local;

/// <summary>The digests of a body, taken while it is written: its MD5, which is its ETag, and the checksums that somebody asks for.</summary>
internal sealed class S3Digests : IDisposable
{
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly Dictionary<string, IncrementalHash> _hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NonCryptographicHashAlgorithm> _crcs = new(StringComparer.Ordinal);
    private byte[]? _wholeMd5;

    /// <param name="checksums">The checksums to take, of <see cref="Bytes"/>.</param>
    public S3Digests(IEnumerable<string> checksums)
    {
        foreach (string name in checksums)
        {
            if (Crc(name) is { } crc)
            {
                _crcs[name] = crc;
            }
            else
            {
                _hashes[name] = IncrementalHash.CreateHash(name == "sha1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
            }
        }
    }

    /// <summary>The checksums that S3 knows, as their headers name them, and the bytes of each.</summary>
    public static IReadOnlyDictionary<string, int> Bytes { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["crc32"] = 4, ["crc32c"] = 4, ["crc64nvme"] = 8, ["sha1"] = 20, ["sha256"] = 32,
    };

    public long Length { get; private set; }

    public byte[] Md5 => _wholeMd5 ??= _md5.GetHashAndReset();

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        _md5.AppendData(bytes);
        foreach (var hash in _hashes.Values)
        {
            hash.AppendData(bytes);
        }

        foreach (var crc in _crcs.Values)
        {
            crc.Append(bytes);
        }
    }

    /// <summary>Base64, of a checksum that was asked for.</summary>
    public string Checksum(string name) =>
        Convert.ToBase64String(_crcs.TryGetValue(name, out var crc) ? MostSignificantFirst(crc) : _hashes[name].GetCurrentHash());

    public void Dispose()
    {
        _md5.Dispose();
        foreach (var hash in _hashes.Values)
        {
            hash.Dispose();
        }
    }

    private static NonCryptographicHashAlgorithm? Crc(string name) => name switch
    {
        "crc32" => new Crc32(),
        "crc32c" => new Crc32(Crc32ParameterSet.Crc32C),
        "crc64nvme" => new Crc64(Crc64ParameterSet.Nvme),
        _ => null,
    };

    // As S3 writes it; the library begins at the other end.
    private static byte[] MostSignificantFirst(NonCryptographicHashAlgorithm crc)
    {
        byte[] value = crc.GetCurrentHash();
        Array.Reverse(value);
        return value;
    }
}
