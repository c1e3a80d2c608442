namespace Shardwise.Kpl;

/// <summary>How payloads are read. The defaults read everything that the KCL reads, and never lose a byte.</summary>
public sealed record ReadOptions
{
    internal static ReadOptions Default { get; } = new();

    /// <summary>What to do with a payload that looks aggregated and cannot be read.</summary>
    /// <value>Default: <see cref="UnreadablePayloadPolicy.PassThrough"/>.</value>
    public UnreadablePayloadPolicy UnreadablePayloads { get; init; } = UnreadablePayloadPolicy.PassThrough;

    /// <summary>
    /// Whether members that the format requires may be missing: a partition key index is then 0, data is empty, a tag may lack its key.
    /// Some aggregators built on proto3 leave out an index of 0.
    /// </summary>
    /// <value>Default: <see langword="false"/>; such a payload is <see cref="PayloadStatus.Malformed"/>, as for the KCL.</value>
    public bool AllowMissingMembers { get; init; }

    /// <summary>The hash key range of the shard that the payload was read from; needed for every mode but <see cref="HashRangeMode.None"/>.</summary>
    /// <value>Default: none.</value>
    public HashKeyRange? HashRange { get; init; }

    /// <summary>
    /// What to do with user records outside <see cref="HashRange"/>. A user record whose explicit hash key is not a number
    /// from 0 to 2^128 - 1 has an unknown place and is always yielded; so is a plain payload.
    /// </summary>
    /// <value>Default: <see cref="HashRangeMode.None"/>.</value>
    public HashRangeMode HashRangeMode { get; init; } = HashRangeMode.None;

    internal HashKeyRange? Filter => HashRangeMode == HashRangeMode.None
        ? null
        : HashRange ?? throw new ArgumentException(
            $"{nameof(ReadOptions)}.{nameof(HashRangeMode)} is {HashRangeMode}, which needs {nameof(HashRange)}; it is not set.");
}
