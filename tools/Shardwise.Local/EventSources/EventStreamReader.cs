using System.Buffers.Binary;
using System.Text;

namespace Shardwise.Local.EventSources;

/// <summary>Reads the messages of <c>application/vnd.amazon.eventstream</c>.</summary>
/// <remarks>Source: https://smithy.io/2.0/aws/amazon-eventstream.html. Checksums are left to TCP: the sender is on this machine.</remarks>
internal static class EventStreamReader
{
    private const int PreludeLength = 12;
    private const int ChecksumLength = 4;
    private const byte TextValue = 7;

    // A SubscribeToShard event has at most some 10 MiB.
    private const int LargestMessage = 64 * 1024 * 1024;

    /// <summary>The next message: its headers and payload; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static async Task<(IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Payload)?> ReadAsync(
        Stream stream, CancellationToken cancellationToken)
    {
        byte[] prelude = new byte[PreludeLength];
        int read = await stream.ReadAtLeastAsync(prelude, PreludeLength, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
        {
            return null;
        }

        int total = BinaryPrimitives.ReadInt32BigEndian(prelude);
        int headers = BinaryPrimitives.ReadInt32BigEndian(prelude.AsSpan(4));
        if (read < PreludeLength || total is < PreludeLength + ChecksumLength or > LargestMessage || headers < 0
            || headers > total - PreludeLength - ChecksumLength)
        {
            throw new InvalidDataException("a message of the event stream is malformed");
        }

        byte[] rest = new byte[total - PreludeLength];
        await stream.ReadExactlyAsync(rest, cancellationToken);
        return (Headers(rest.AsSpan(0, headers)), rest.AsMemory(headers, rest.Length - headers - ChecksumLength));
    }

    private static Dictionary<string, string> Headers(ReadOnlySpan<byte> bytes)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        while (bytes.Length > 0)
        {
            string name = Encoding.UTF8.GetString(bytes.Slice(1, bytes[0]));
            bytes = bytes[(1 + bytes[0])..];
            if (bytes[0] != TextValue)
            {
                throw new InvalidDataException($"the event stream's header {name} is no text");
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]);
            headers[name] = Encoding.UTF8.GetString(bytes.Slice(3, length));
            bytes = bytes[(3 + length)..];
        }

        return headers;
    }
}
