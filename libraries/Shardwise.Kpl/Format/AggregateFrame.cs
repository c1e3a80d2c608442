using System.Security.Cryptography;

namespace Shardwise.Kpl;

/// <summary>
/// The frame of an aggregated record: four magic bytes, a protobuf message, and the MD5 of that message.
/// Source: aggregation-format.md of amazon-kinesis-producer.
/// </summary>
internal static class AggregateFrame
{
    public const int ChecksumSize = MD5.HashSizeInBytes;

    public const int Overhead = MagicSize + ChecksumSize;

    public const int MagicSize = 4;

    public static ReadOnlySpan<byte> Magic => [0xF3, 0x89, 0x9A, 0xC2];

    /// <summary>Whether the payload says it is aggregated, and is long enough to hold any content.</summary>
    public static bool IsFramed(ReadOnlySpan<byte> payload) => payload.Length > Overhead && payload.StartsWith(Magic);

    /// <summary>The protobuf message of a framed payload.</summary>
    public static ReadOnlySpan<byte> Message(ReadOnlySpan<byte> payload) => payload[MagicSize..^ChecksumSize];

    /// <summary>The MD5 that a framed payload carries.</summary>
    public static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> payload) => payload[^ChecksumSize..];
}
