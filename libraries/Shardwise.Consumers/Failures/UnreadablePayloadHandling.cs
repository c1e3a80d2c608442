namespace Shardwise.Consumers;

/// <summary>
/// What becomes of a payload that has a KPL aggregate's magic number, and fails its checksum or cannot be decoded. No part of it is ever
/// processed as if it were whole.
/// </summary>
public enum UnreadablePayloadHandling
{
    /// <summary>It goes to the dead letters whole, and the batch goes on.</summary>
    SetAside,

    /// <summary>
    /// It is handed over whole as one user record under the Kinesis record's own partition key, as the KCL does. For producers whose own
    /// format may begin with those four bytes.
    /// </summary>
    PassThrough,

    /// <summary>
    /// The batch stops there and Lambda delivers again from it, until the mapping's <c>MaximumRetryAttempts</c> or <c>MaximumRecordAgeInSeconds</c>
    /// gives it up.
    /// </summary>
    Stop,
}
