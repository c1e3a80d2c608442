using System.Text.Json.Serialization;

namespace Shardwise.Consumers;

/// <summary>
/// What Firehose hands to a transform function. Unlike <c>KinesisFirehoseEvent</c> of Amazon.Lambda.KinesisFirehoseEvents it has the source
/// stream and each record's place in it, and its data are bytes.
/// </summary>
public sealed record FirehoseEvent
{
    /// <summary>The same for each of Firehose's tries of this batch.</summary>
    [JsonPropertyName("invocationId")]
    public string InvocationId
    {
        get;
        init => field = value ?? "";
    }

    = "";

    /// <summary>The delivery stream.</summary>
    [JsonPropertyName("deliveryStreamArn")]
    public string DeliveryStreamArn
    {
        get;
        init => field = value ?? "";
    }

    = "";

    /// <summary>The Kinesis stream that Firehose reads; <see langword="null"/> for a delivery stream that is written to directly.</summary>
    [JsonPropertyName("sourceKinesisStreamArn")]
    public string? SourceKinesisStreamArn { get; init; }

    /// <summary>The delivery stream's region.</summary>
    [JsonPropertyName("region")]
    public string Region
    {
        get;
        init => field = value ?? "";
    }

    = "";

    /// <summary>The records. Firehose has taken KPL aggregates of a source stream apart.</summary>
    [JsonPropertyName("records")]
    public IReadOnlyList<FirehoseEventRecord> Records
    {
        get;
        init => field = value ?? [];
    }

    = [];
}
