namespace Shardwise.Constructs.Streams;

/// <summary>A metric that Kinesis sends shard by shard, at a price, where it is asked to (enhanced monitoring).</summary>
public enum ShardMetric
{
    /// <summary>Bytes put to the shard.</summary>
    IncomingBytes,

    /// <summary>Records put to the shard.</summary>
    IncomingRecords,

    /// <summary>Bytes read from the shard.</summary>
    OutgoingBytes,

    /// <summary>Records read from the shard.</summary>
    OutgoingRecords,

    /// <summary>Puts that the shard turned away.</summary>
    WriteProvisionedThroughputExceeded,

    /// <summary>Reads that the shard turned away.</summary>
    ReadProvisionedThroughputExceeded,

    /// <summary>The age of the last record that a reader got from the shard.</summary>
    IteratorAgeMilliseconds,

    /// <summary>All of them; stands alone.</summary>
    All,
}
