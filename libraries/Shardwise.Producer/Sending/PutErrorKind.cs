namespace Shardwise.Producer;

/// <summary>What an error of PutRecords means for what it carried.</summary>
internal enum PutErrorKind
{
    /// <summary>Refused for throughput: not in the stream, worth another try.</summary>
    Throttled,

    /// <summary>May be in the stream or not; worth another try.</summary>
    Ambiguous,

    /// <summary>Something in the request is not valid; perhaps one record of many.</summary>
    Invalid,

    /// <summary>No try will do better.</summary>
    Final,
}
