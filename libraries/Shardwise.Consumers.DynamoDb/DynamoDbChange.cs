using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.DynamoDBv2.Model;

namespace Shardwise.Consumers;

/// <summary>A change of an item, as a DynamoDB table that streams to Kinesis writes it: a record a change.</summary>
/// <remarks>
/// Derive from <c>StreamConsumer&lt;DynamoDbChange&gt;</c> or <c>SinkConsumer&lt;DynamoDbChange, TOut&gt;</c> with <see cref="Json"/>. DynamoDB may
/// put a change twice, and out of order: the later of two of one item is the one with the later <see cref="Created"/>.
/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_gettingstarted.html
/// </remarks>
[JsonConverter(typeof(DynamoDbChangeConverter))]
public sealed record DynamoDbChange
{
    /// <summary>How changes are read, for a consumer's constructor.</summary>
    public static JsonTypeInfo<DynamoDbChange> Json => ChangeJson.Default.DynamoDbChange;

    /// <summary>The change's id, the same in each of its deliveries.</summary>
    public required string EventId { get; init; }

    /// <summary><c>INSERT</c>, <c>MODIFY</c> or <c>REMOVE</c>.</summary>
    public required string EventName { get; init; }

    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The table's region.</summary>
    public string AwsRegion { get; init; } = "";

    /// <summary>When it happened, to the millisecond, or to the microsecond where the table's destination is set so.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The item's key.</summary>
    public required IReadOnlyDictionary<string, AttributeValue> Keys { get; init; }

    /// <summary>The item after the change; <see langword="null"/> for one that was removed.</summary>
    public IReadOnlyDictionary<string, AttributeValue>? NewImage { get; init; }

    /// <summary>The item before the change; <see langword="null"/> for a new one.</summary>
    public IReadOnlyDictionary<string, AttributeValue>? OldImage { get; init; }

    /// <summary>The change's size in bytes, as DynamoDB counts it.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Whether DynamoDB itself removed the item, since its time to live was over.</summary>
    public bool IsExpiry { get; init; }
}
