namespace Shardwise.Scaling;

/// <summary>What a stream took in and turned away in one whole minute.</summary>
/// <remarks>Only minutes whose traffic is known are made into one of these; a minute without data is absent, never zero.</remarks>
public sealed record TrafficMinute
{
    /// <summary>When the minute began.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Bytes that were accepted (CloudWatch <c>IncomingBytes</c>, sum).</summary>
    public required double Bytes { get; init; }

    /// <summary>Records that were accepted (CloudWatch <c>IncomingRecords</c>, sum).</summary>
    public required double Records { get; init; }

    /// <summary>
    /// Records that were turned away for lack of capacity (CloudWatch <c>WriteProvisionedThroughputExceeded</c>, sum). A producer
    /// that tries again is counted each time.
    /// </summary>
    public double ThrottledRecords { get; init; }

    /// <summary>Open shards in that minute, as far as the observer knows.</summary>
    public required int OpenShards { get; init; }

    /// <summary>What was accepted, in full shards: the larger of bytes and records, each over what one shard takes in a minute.</summary>
    public double AcceptedShards => Math.Max(Bytes / ShardCapacity.BytesPerMinute, Records / ShardCapacity.RecordsPerMinute);
}
