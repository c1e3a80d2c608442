using System.Buffers.Binary;
using System.IO.Compression;
using Snappier;

namespace Shardwise.Local.Firehose;

/// <summary>Packs objects as the service does, with the name's extension and the content encoding that go with it.</summary>
internal static class ObjectCompression
{
    // Hadoop's codec buffers so much before it begins a block; snappy-java's streams take half of 64 KiB.
    private const int HadoopBlock = 256 * 1024;
    private const int XerialBlock = 32 * 1024;

    private static readonly byte[] XerialHeader = [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0, 0, 0, 0, 1, 0, 0, 0, 1];

    // Hadoop-Snappy: the documentation says .hsnappy; the service was seen to write .snappy.
    public static string Extension(Compression compression) => compression switch
    {
        Compression.Gzip => ".gz",
        Compression.Zip => ".zip",
        Compression.Snappy or Compression.HadoopSnappy => ".snappy",
        _ => "",
    };

    public static string? ContentEncoding(Compression compression) => compression switch
    {
        Compression.Gzip => "gzip",
        Compression.Zip => "zip",
        Compression.Snappy => "snappy-java",
        Compression.HadoopSnappy => "hadoop-snappy",
        _ => null,
    };

    public static byte[] Compress(Compression compression, byte[] data) => compression switch
    {
        Compression.Gzip => Gzip(data),
        Compression.Zip => Zip(data),
        Compression.Snappy => Xerial(data),
        Compression.HadoopSnappy => Hadoop(data),
        _ => data,
    };

    public static byte[] Gzip(ReadOnlySpan<byte> data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(data);
        }

        return packed.ToArray();
    }

    // An archive of one entry with a name of chance.
    private static byte[] Zip(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry(Guid.NewGuid().ToString(), CompressionLevel.Fastest).Open();
            entry.Write(data);
        }

        return packed.ToArray();
    }

    /// <summary>The stream format of snappy-java: a header, then blocks, each after its length.</summary>
    private static byte[] Xerial(byte[] data)
    {
        using var packed = new MemoryStream();
        packed.Write(XerialHeader);
        for (int at = 0; at < data.Length; at += XerialBlock)
        {
            WriteBlock(packed, data.AsSpan(at, Math.Min(XerialBlock, data.Length - at)));
        }

        return packed.ToArray();
    }

    /// <summary>Hadoop's block format: the length of a block unpacked, then the block after its length packed.</summary>
    private static byte[] Hadoop(byte[] data)
    {
        using var packed = new MemoryStream();
        for (int at = 0; at < data.Length; at += HadoopBlock)
        {
            var block = data.AsSpan(at, Math.Min(HadoopBlock, data.Length - at));
            WriteLength(packed, block.Length);
            WriteBlock(packed, block);
        }

        return packed.ToArray();
    }

    private static void WriteBlock(MemoryStream packed, ReadOnlySpan<byte> block)
    {
        byte[] compressed = Snappy.CompressToArray(block);
        WriteLength(packed, compressed.Length);
        packed.Write(compressed);
    }

    private static void WriteLength(MemoryStream packed, int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        packed.Write(bytes);
    }
}
