using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;

namespace Shardwise.Cli;

/// <summary>
/// Unpacks gzip data to its very end. <see cref="GZipStream"/> ends without a word where the data is cut off, and where something else lies between
/// its members: what it gives may be a half.
/// </summary>
internal static class GzipMembers
{
    private const int TrailerSize = 8;

    private static readonly byte[] Magic = [0x1F, 0x8B];

    /// <summary>Whether data begins as gzip does.</summary>
    public static bool Begin(ReadOnlySpan<byte> data) => data.StartsWith(Magic);

    /// <summary>Unpacks all members, one after the other.</summary>
    /// <param name="packed">The data, read to its end.</param>
    /// <param name="most">The most bytes that it may be, unpacked.</param>
    /// <exception cref="InvalidDataException">It is none, or not whole, or too large; the message goes on from "it".</exception>
    public static MemoryStream Unpack(Stream packed, long most)
    {
        var input = new OneByOne(new BufferedStream(packed, 65_536));
        var output = new MemoryStream();
        for (var member = 1; ; member++)
        {
            var first = input.ReadByte();
            if (first < 0 && member > 1)
            {
                output.Position = 0;
                return output;
            }

            if (first != Magic[0] || input.ReadByte() != Magic[1])
                throw new InvalidDataException(
                    member == 1 ? "is not gzip data" : Text($"has something other than gzip data at byte {input.Count - 1:N0}"));
            SkipHeader(input, member);
            UnpackMember(input, output, member, most);
        }
    }

    // RFC 1952, section 2.3.
    private static void SkipHeader(OneByOne input, int member)
    {
        var (method, flags) = (Next(input, member), Next(input, member));
        if (method != 8 || (flags & 0xE0) != 0)
            throw Damaged(member);
        Skip(6);
        if ((flags & 4) != 0)
            Skip(Next(input, member) | (Next(input, member) << 8));
        foreach (var text in (int[])[8, 16])
        {
            while ((flags & text) != 0 && Next(input, member) != 0)
            {
            }
        }

        if ((flags & 2) != 0)
            Skip(2);

        void Skip(int count)
        {
            for (var i = 0; i < count; i++)
                Next(input, member);
        }
    }

    private static void UnpackMember(OneByOne input, MemoryStream output, int member, long most)
    {
        var start = output.Length;
        var checksum = new Crc32();
        using var deflate = new DeflateStream(input, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[65_536];
        for (int count; (count = ReadSome(deflate, buffer, member)) > 0;)
        {
            if (output.Length + count > most)
                throw new InvalidDataException(Text($"is more than {most:N0} bytes when unpacked"));
            output.Write(buffer, 0, count);
            checksum.Append(buffer.AsSpan(0, count));
        }

        Span<byte> trailer = stackalloc byte[TrailerSize];
        for (var i = 0; i < TrailerSize; i++)
            trailer[i] = (byte)Next(input, member);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != checksum.GetCurrentHashAsUInt32()
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != (uint)(output.Length - start))
            throw Damaged(member);
    }

    private static int ReadSome(DeflateStream deflate, byte[] buffer, int member)
    {
        try
        {
            return deflate.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw Damaged(member);
        }
    }

    private static int Next(OneByOne input, int member)
    {
        var next = input.ReadByte();
        return next >= 0 ? next : throw new InvalidDataException(Text($"is cut off in its gzip member {member}, at byte {input.Count:N0}"));
    }

    private static InvalidDataException Damaged(int member) => new(Text($"is damaged in its gzip member {member}"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Hands out a byte at a time, so that whoever unpacks a member takes nothing of what follows it.</summary>
    private sealed class OneByOne(Stream inner) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override int ReadByte()
        {
            var next = inner.ReadByte();
            Count += next < 0 ? 0 : 1;
            return next;
        }

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty || ReadByte() is var next && next < 0)
                return 0;
            buffer[0] = (byte)next;
            return 1;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
