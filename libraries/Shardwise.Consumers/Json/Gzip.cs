using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

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
        while (bytes.Length > 0)
        {
            bytes = bytes[UnpackMember(bytes, unpacked)..];
        }

        return unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
    }

    /// <summary>Appends what the first member holds.</summary>
    /// <returns>How long the member is: to the end, or to the next header before which a trailer stands that fits.</returns>
    private static int UnpackMember(ReadOnlyMemory<byte> bytes, MemoryStream unpacked)
    {
        for (var end = bytes.Length; ;)
        {
            var before = unpacked.Length;
            if (TryUnpack(bytes[..end], unpacked))
            {
                return end;
            }

            unpacked.SetLength(before);
            var from = end == bytes.Length ? HeaderLength + TrailerLength : end + 1;
            var next = from < bytes.Length ? bytes.Span[from..].IndexOf(Magic) : -1;
            end = next >= 0
                ? from + next
                : throw new RejectedRecordException("The record is gzip, and cut off or damaged.");
        }
    }

    private static bool TryUnpack(ReadOnlyMemory<byte> member, MemoryStream unpacked)
    {
        if (member.Length < HeaderLength + TrailerLength)
        {
            return false;
        }

        var before = unpacked.Length;
        try
        {
            using var gzip = new GZipStream(StreamOf(member), CompressionMode.Decompress);
            var piece = new byte[PieceLength];
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

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);
}
