using System.Buffers;

namespace Shardwise.Kpl;

/// <summary>Reads many payloads: first the checksums of all that are framed, side by side, then their contents one by one.</summary>
internal static class BatchReader
{
    public static void Read(ReadOnlySpan<ReadOnlyMemory<byte>> payloads, Span<AggregatedPayload> results, ReadOptions options)
    {
        ReadOnlyMemory<byte>[] messages = ArrayPool<ReadOnlyMemory<byte>>.Shared.Rent(payloads.Length);
        byte[] digests = ArrayPool<byte>.Shared.Rent(payloads.Length * AggregateFrame.ChecksumSize);
        try
        {
            int framed = CollectMessages(payloads, messages, out long bytes);
            HashData(messages.AsSpan(0, framed), digests, Md5Codes.For(bytes));
            ReadContents(payloads, results, digests, options);
        }
        finally
        {
            ArrayPool<ReadOnlyMemory<byte>>.Shared.Return(messages, clearArray: true);
            ArrayPool<byte>.Shared.Return(digests);
        }
    }

    private static void HashData(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<byte> digests, Md5Codes codes)
    {
        if (codes.LaneBits > 0 && messages.Length > 1)
        {
            ParallelMd5.HashData(messages, digests, codes);
            return;
        }

        foreach (ReadOnlyMemory<byte> message in messages)
        {
            SerialMd5.HashData(message.Span, digests, codes.Reading);
            digests = digests[AggregateFrame.ChecksumSize..];
        }
    }

    private static int CollectMessages(ReadOnlySpan<ReadOnlyMemory<byte>> payloads, ReadOnlyMemory<byte>[] messages, out long bytes)
    {
        bytes = 0;
        int framed = 0;
        foreach (ReadOnlyMemory<byte> payload in payloads)
        {
            if (AggregateFrame.IsFramed(payload.Span))
            {
                bytes += payload.Length;
                messages[framed++] = payload[AggregateFrame.MagicSize..^AggregateFrame.ChecksumSize];
            }
        }

        return framed;
    }

    private static void ReadContents(
        ReadOnlySpan<ReadOnlyMemory<byte>> payloads, Span<AggregatedPayload> results, ReadOnlySpan<byte> digests, ReadOptions options)
    {
        for (int i = 0; i < payloads.Length; i++)
        {
            if (AggregateFrame.IsFramed(payloads[i].Span))
            {
                results[i] = AggregatedPayload.Framed(payloads[i], digests[..AggregateFrame.ChecksumSize], options);
                digests = digests[AggregateFrame.ChecksumSize..];
            }
            else
            {
                results[i] = AggregatedPayload.Plain(payloads[i]);
            }
        }
    }
}
