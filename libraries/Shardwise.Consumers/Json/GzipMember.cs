using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Shardwise.Consumers;

/// <summary>Finds where a member of gzip ends, in one pass: https://www.rfc-editor.org/rfc/rfc1952#page-5</summary>
internal static class GzipMember
{
    private const int HeaderLength = 10;
    private const int TrailerLength = 8;

    /// <summary>How long the first member is; <see cref="int.MaxValue"/> where it has no end within these bytes, or is damaged.</summary>
    /// <param name="bytes">The data, which may have more behind the member.</param>
    /// <param name="mostBytes">The most that it may hold, unpacked.</param>
    /// <param name="piece">Room for what is unpacked, and not looked at.</param>
    public static int LengthOf(ReadOnlyMemory<byte> bytes, int mostBytes, byte[] piece)
    {
        var header = HeaderOf(bytes.Span);
        if (header >= bytes.Length)
        {
            return int.MaxValue;
        }

        using var input = new OneByOne(StreamOf(bytes[header..]));
        using var deflate = new DeflateStream(input, CompressionMode.Decompress);
        long unpacked = 0;
        try
        {
            int read;
            while ((read = deflate.Read(piece)) > 0 && (unpacked += read) <= mostBytes)
            {
            }
        }
        catch (InvalidDataException)
        {
            return int.MaxValue;
        }

        return header + input.Count + TrailerLength;
    }

    private static int HeaderOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength)
        {
            return int.MaxValue;
        }

        var (flags, length) = (bytes[3], HeaderLength);
        if ((flags & 4) != 0)
        {
            length += bytes.Length >= length + 2 ? 2 + bytes[length] + (bytes[length + 1] << 8) : bytes.Length;
        }

        // A file's name, and a comment: each with a zero at its end.
        for (var text = 8; text <= 16; text *= 2)
        {
            if ((flags & text) != 0)
            {
                var end = length < bytes.Length ? bytes[length..].IndexOf((byte)0) : -1;
                length += end >= 0 ? end + 1 : bytes.Length;
            }
        }

        return (flags & 2) != 0 ? length + 2 : length;
    }

    public static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);

    /// <summary>Hands out a byte at a time, so that whoever unpacks a member takes nothing of what follows it.</summary>
    private sealed class OneByOne(MemoryStream inner) : Stream
    {
        public int Count => (int)inner.Position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer) => inner.Read(buffer.IsEmpty ? buffer : buffer[..1]);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
