using System.Buffers.Binary;
using System.IO.Compression;

namespace Shardwise.Consumers;

/// <summary>Unpacks gzip of one member or several. .NET's own stream takes one that is cut off anywhere for whole, and says nothing.</summary>
internal static class Gzip
{
    /// <summary>More is no record's, but a fault or an attack: a megabyte of gzip may hold a gigabyte.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    private const int HeaderLength = 10;
    private const int TrailerLength = 8;
    private const int PieceLength = 16 * 1024;

    // The magic number, and the one method that there is: https://www.rfc-editor.org/rfc/rfc1952#page-5
    private static ReadOnlySpan<byte> Magic => [0x1F, 0x8B, 8];

    /// <summary>What these bytes hold; the bytes themselves where they are no gzip.</summary>
    /// <exception cref="RejectedRecordException">They begin as gzip, and are cut off, damaged, or hold too much.</exception>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.Span.StartsWith(Magic))
        {
            return bytes;
        }

        var unpacked = new MemoryStream();
        var piece = new byte[PieceLength];
        if (!TryUnpack(bytes, unpacked, piece))
        {
            // Several members, or not whole: where each ends is looked for in one pass, whatever the data look like.
            unpacked.SetLength(0);
            for (var rest = bytes; rest.Length > 0;)
            {
                var length = GzipMember.LengthOf(rest, MostBytes, piece);
                rest = length <= rest.Length && TryUnpack(rest[..length], unpacked, piece)
                    ? rest[length..]
                    : throw new RejectedRecordException("The record is gzip, and cut off or damaged.");
            }
        }

        return unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
    }

    private static bool TryUnpack(ReadOnlyMemory<byte> member, MemoryStream unpacked, byte[] piece)
    {
        if (member.Length < HeaderLength + TrailerLength)
        {
            return false;
        }

        var before = unpacked.Length;
        try
        {
            using var gzip = new GZipStream(GzipMember.StreamOf(member), CompressionMode.Decompress);
            int read;
            while ((read = gzip.Read(piece)) > 0)
            {
                if (unpacked.Length + read > MostBytes)
                {
                    throw new RejectedRecordException($"The record is gzip of more than {MostBytes:N0} bytes.");
                }

                unpacked.Write(piece, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        // The trailer ends with the length.
        return (uint)(unpacked.Length - before) == BinaryPrimitives.ReadUInt32LittleEndian(member.Span[^4..]);
    }
}
