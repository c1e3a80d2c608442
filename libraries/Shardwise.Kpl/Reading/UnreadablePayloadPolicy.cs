namespace Shardwise.Kpl;

/// <summary>
/// What to do with a payload whose status is <see cref="PayloadStatus.ChecksumMismatch"/> or <see cref="PayloadStatus.Malformed"/>.
/// Whatever is chosen, no part of it is lost silently and no part of it is yielded as if it were whole.
/// </summary>
public enum UnreadablePayloadPolicy
{
    /// <summary>Yield the whole payload as one user record without keys, as for a plain payload. This is what the KCL does.</summary>
    PassThrough,

    /// <summary>Throw a <see cref="KplFormatException"/>.</summary>
    Throw,

    /// <summary>Yield no user record; <see cref="AggregatedPayload.Status"/> and <see cref="AggregatedPayload.Problem"/> tell why.</summary>
    Report,
}
