namespace Shardwise.Kpl;

/// <summary>A payload looks like an aggregated record and cannot be read, and <see cref="UnreadablePayloadPolicy.Throw"/> was chosen.</summary>
public sealed class KplFormatException : FormatException
{
    /// <summary>Makes the exception for a payload of the given status.</summary>
    /// <param name="status">What the payload turned out to be.</param>
    /// <param name="problem">Why it cannot be read, as a sentence.</param>
    public KplFormatException(PayloadStatus status, string problem)
        : base(problem) => Status = status;

    /// <summary><see cref="PayloadStatus.ChecksumMismatch"/> or <see cref="PayloadStatus.Malformed"/>.</summary>
    public PayloadStatus Status { get; }
}
