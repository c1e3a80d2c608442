namespace Shardwise.LocalKinesis;

/// <summary>What goes wrong when an ordered fault strikes.</summary>
public enum FaultKind
{
    /// <summary>
    /// The call is refused: ProvisionedThroughputExceededException for reads and writes of records, LimitExceededException for all else.
    /// </summary>
    Throttle,

    /// <summary>Records of PutRecords are refused one by one, as those of a full shard are; PutRecord as a whole.</summary>
    ThrottleRecords,

    /// <summary>The call fails with status 500, InternalFailure. Nothing was done.</summary>
    InternalFailure,

    /// <summary>The call fails with status 503, ServiceUnavailable. Nothing was done.</summary>
    Unavailable,

    /// <summary>The call is served after <see cref="Fault.Delay"/>.</summary>
    Slow,

    /// <summary>The call is carried out and its connection cut before the answer: a caller that tries again puts its records twice.</summary>
    LostAnswer,
}
