using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Shardwise.LocalKinesis.Streams;

/// <summary>The records of one put, still in the bytes of their request: they are decoded once, into the log.</summary>
internal sealed class PutBatch(ReadOnlyMemory<byte> body, bool dataIsBase64) : IDisposable
{
    private PutEntry[] _entries = ArrayPool<PutEntry>.Shared.Rent(16);

    public int Count { get; private set; }

    public Span<PutEntry> Entries => _entries.AsSpan(0, Count);

    public long Bytes { get; private set; }

    /// <summary>Where a record of the batch was refused for want of memory, the text that says so.</summary>
    public string? NoRoom { get; set; }

    public void Add(in PutEntry entry)
    {
        if (Count == _entries.Length)
        {
            var larger = ArrayPool<PutEntry>.Shared.Rent(Count * 2);
            Entries.CopyTo(larger);
            Release();
            _entries = larger;
        }

        _entries[Count++] = entry;
        Bytes += entry.Bytes;
    }

    public ReadOnlySpan<byte> KeyOf(in PutEntry entry) => body.Span.Slice(entry.KeyStart, entry.KeyLength);

    /// <summary>Writes a record's key and data.</summary>
    public void CopyTo(in PutEntry entry, Span<byte> destination)
    {
        KeyOf(entry).CopyTo(destination);
        var data = body.Span.Slice(entry.DataStart, entry.DataLength);
        if (dataIsBase64)
        {
            Base64.DecodeFromUtf8(data, destination[entry.KeyLength..], out _, out _);
        }
        else
        {
            data.CopyTo(destination[entry.KeyLength..]);
        }
    }

    public static UInt128 HashOf(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(key, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    public void Dispose() => Release();

    private void Release()
    {
        // Shards must not be kept alive by the pool.
        ArrayPool<PutEntry>.Shared.Return(_entries, clearArray: true);
        _entries = [];
    }
}
