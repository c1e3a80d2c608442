using System.Security.Cryptography;

namespace Shardwise.Local;

/// <summary>The digests of a body, taken while it is written.</summary>
internal sealed class S3Digests : IDisposable
{
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[]? _wholeMd5;

    public long Length { get; private set; }

    public byte[] Md5 => _wholeMd5 ??= _md5.GetHashAndReset();

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        _md5.AppendData(bytes);
        _sha1.AppendData(bytes);
        _sha256.AppendData(bytes);
    }

    /// <summary>Base64, of the algorithms that are checked here; null for another.</summary>
    public string? Checksum(string algorithm) => algorithm switch
    {
        "sha1" => Convert.ToBase64String(_sha1.GetCurrentHash()),
        "sha256" => Convert.ToBase64String(_sha256.GetCurrentHash()),
        _ => null,
    };

    public void Dispose()
    {
        _md5.Dispose();
        _sha1.Dispose();
        _sha256.Dispose();
    }
}
