using System.Text.Json.Serialization;

namespace Shardwise.Consumers;

/// <summary>One record to transform.</summary>
public sealed record FirehoseEventRecord
{
    /// <summary>What the answer names the record by.</summary>
    [JsonPropertyName("recordId")]
    public string RecordId
    {
        get;
        init => field = value ?? "";
    }

    = "";

    /// <summary>When Firehose took the record, in milliseconds since 1970 UTC.</summary>
    [JsonPropertyName("approximateArrivalTimestamp")]
    [JsonConverter(typeof(FirehoseNumberConverter))]
    public long ApproximateArrivalTimestamp { get; init; }

    /// <summary>The record's bytes.</summary>
    [JsonPropertyName("data")]
    public byte[] Data
    {
        get;
        init => field = value ?? [];
    }

    = [];

    /// <summary>The record's place in the source stream; <see langword="null"/> for a delivery stream that is written to directly.</summary>
    [JsonPropertyName("kinesisRecordMetadata")]
    public FirehoseSourcePosition? KinesisRecordMetadata { get; init; }
}
