namespace Shardwise.Kpl;

/// <summary>
/// Reads what the KPL and other aggregating producers put into Kinesis records: payloads that are one user record,
/// and payloads that hold many.
/// </summary>
public static class AggregatedRecord
{
    /// <summary>
    /// Reads one payload. Whether it is aggregated is found out from its bytes; nothing about the producer need be known.
    /// A payload that looks aggregated is verified by its checksum and checked as a whole before any user record is yielded.
    /// </summary>
    /// <param name="payload">
    /// The data of a Kinesis record. It is not copied: the user records are views of it, so it must not change while they are used.
    /// </param>
    /// <param name="options">How to read; the defaults if null.</param>
    /// <returns>The user records. Disposing it returns its working memory to a pool, and is optional.</returns>
    /// <exception cref="KplFormatException">
    /// The payload cannot be read, and <see cref="ReadOptions.UnreadablePayloads"/> is <see cref="UnreadablePayloadPolicy.Throw"/>.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// <see cref="ReadOptions.HashRangeMode"/> needs a <see cref="ReadOptions.HashRange"/> that is not set.
    /// </exception>
    public static AggregatedPayload Read(ReadOnlyMemory<byte> payload, ReadOptions? options = null)
    {
        options ??= ReadOptions.Default;
        ReadOnlySpan<byte> bytes = payload.Span;
        if (!AggregateFrame.IsFramed(bytes))
        {
            return AggregatedPayload.Plain(payload);
        }

        Span<byte> digest = stackalloc byte[AggregateFrame.ChecksumSize];
        SerialMd5.HashData(AggregateFrame.Message(bytes), digest, Md5Codes.For(bytes.Length).Reading);
        return AggregatedPayload.Framed(payload, digest, options);
    }

    /// <summary>
    /// Reads many payloads, such as the records of one Lambda event. Their checksums, which are nearly all of the work, are
    /// computed side by side where the processor can, several times as fast as one after the other.
    /// </summary>
    /// <param name="payloads">The data of Kinesis records, not copied, as in <see cref="Read"/>.</param>
    /// <param name="results">Where to put what was read, in the order of <paramref name="payloads"/>; at least as long as they are.</param>
    /// <param name="options">How to read; the defaults if null.</param>
    /// <exception cref="KplFormatException">
    /// A payload cannot be read, and <see cref="ReadOptions.UnreadablePayloads"/> is <see cref="UnreadablePayloadPolicy.Throw"/>.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="results"/> is shorter than <paramref name="payloads"/>, or <see cref="ReadOptions.HashRangeMode"/> needs a
    /// <see cref="ReadOptions.HashRange"/> that is not set.
    /// </exception>
    public static void ReadBatch(ReadOnlySpan<ReadOnlyMemory<byte>> payloads, Span<AggregatedPayload> results, ReadOptions? options = null)
    {
        if (results.Length < payloads.Length)
        {
            throw new ArgumentException(
                $"There are {payloads.Length} payloads and room for {results.Length} results; results must be at least as long.", nameof(results));
        }

        BatchReader.Read(payloads, results, options ?? ReadOptions.Default);
    }
}
