namespace Shardwise.Constructs.Streams;

/// <summary>What decides which shard of an on-demand stream a record goes to (<c>RecordDistributionStrategy</c>).</summary>
/// <remarks>Source: UpdateStreamRecordDistributionStrategy in the Kinesis API reference.</remarks>
public enum RecordDistribution
{
    /// <summary>Its partition key, so that records of one key stay in their order.</summary>
    UserPartitionKey,

    /// <summary>Kinesis, evenly: partition keys and explicit hash keys are passed over, and may be left out.</summary>
    Auto,
}
