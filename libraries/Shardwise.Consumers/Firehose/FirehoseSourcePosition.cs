using System.Text.Json.Serialization;

namespace Shardwise.Consumers;

/// <summary>A record's place in the Kinesis stream that Firehose reads.</summary>
public sealed record FirehoseSourcePosition
{
    /// <summary>The shard.</summary>
    [JsonPropertyName("shardId")]
    public string ShardId
    {
        get;
        init => field = value ?? "";
    }

    = "";

    /// <summary>The partition key; <see langword="null"/> where the record has none.</summary>
    [JsonPropertyName("partitionKey")]
    public string? PartitionKey { get; init; }

    /// <summary>The Kinesis record's sequence number.</summary>
    [JsonPropertyName("sequenceNumber")]
    public string SequenceNumber
    {
        get;
        init => field = value ?? "";
    }

    = "";

    /// <summary>The place within the Kinesis record, from 0; 0 too where Firehose tells none.</summary>
    [JsonPropertyName("subsequenceNumber")]
    [JsonConverter(typeof(FirehoseNumberConverter))]
    public long SubSequenceNumber { get; init; }

    /// <summary>When the source stream took the record, in milliseconds since 1970 UTC.</summary>
    [JsonPropertyName("approximateArrivalTimestamp")]
    [JsonConverter(typeof(FirehoseNumberConverter))]
    public long ApproximateArrivalTimestamp { get; init; }
}
