namespace Shardwise.Kpl;

/// <summary>What to put into one Kinesis record.</summary>
public sealed record AggregatedBlob
{
    /// <summary>
    /// The partition key of the Kinesis record: that of the user record if there is only one, else <c>"a"</c>, as the KPL sends it.
    /// </summary>
    public required string PartitionKey { get; init; }

    /// <summary>
    /// The explicit hash key of the Kinesis record: for one user record, its own or null; else the hash key of the first user
    /// record, which decides the shard.
    /// </summary>
    public required string? ExplicitHashKey { get; init; }

    /// <summary>The data of the Kinesis record: for one user record, its data as it was given; else an aggregated record.</summary>
    public required byte[] Data { get; init; }

    /// <summary>The number of user records in it; at least 1.</summary>
    public required int UserRecordCount { get; init; }
}
