using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.DynamoDBv2.Model;

namespace Shardwise.Consumers;

/// <summary>Reads a <see cref="DynamoDbChange"/>.</summary>
public sealed class DynamoDbChangeConverter : JsonConverter<DynamoDbChange>
{
    private const long TicksPerMicrosecond = 10;

    /// <inheritdoc/>
    public override DynamoDbChange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException();
        }

        var change = Required(root, "dynamodb", JsonValueKind.Object);
        return new DynamoDbChange
        {
            EventId = Required(root, "eventID", JsonValueKind.String).GetString()!,
            EventName = Required(root, "eventName", JsonValueKind.String).GetString()!,
            TableName = Required(root, "tableName", JsonValueKind.String).GetString()!,
            AwsRegion = root.TryGetProperty("awsRegion", out var region) && region.ValueKind == JsonValueKind.String ? region.GetString()! : "",
            Created = CreatedOf(change),
            Keys = DynamoDbAttributes.Read(Required(change, "Keys", JsonValueKind.Object)),
            NewImage = ImageOf(change, "NewImage"),
            OldImage = ImageOf(change, "OldImage"),
            SizeBytes = change.TryGetProperty("SizeBytes", out var size) && size.TryGetInt64(out var bytes) ? bytes : 0,
            IsExpiry = IsOfService(root),
        };
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: changes are DynamoDB's to write.</exception>
    public override void Write(Utf8JsonWriter writer, DynamoDbChange value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A DynamoDbChange is read from a stream; DynamoDB writes it.");

    private static JsonElement Required(JsonElement of, string name, JsonValueKind kind) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : throw new RejectedRecordException($"The record is no change of a DynamoDB item: it has no \"{name}\".");

    private static DateTimeOffset CreatedOf(JsonElement change)
    {
        var isMicroseconds = change.TryGetProperty("ApproximateCreationDateTimePrecision", out var precision)
            && precision.ValueKind == JsonValueKind.String && precision.ValueEquals("MICROSECOND");
        var since = Required(change, "ApproximateCreationDateTime", JsonValueKind.Number);
        var unit = isMicroseconds ? TicksPerMicrosecond : TimeSpan.TicksPerMillisecond;
        return since.TryGetInt64(out var count) && count >= 0 && count <= (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / unit
            ? DateTimeOffset.UnixEpoch.AddTicks(count * unit)
            : throw new RejectedRecordException($"The record's \"ApproximateCreationDateTime\" is {since}; allowed is a count since 1970.");
    }

    private static Dictionary<string, AttributeValue>? ImageOf(JsonElement change, string name) =>
        change.TryGetProperty(name, out var image) && image.ValueKind == JsonValueKind.Object ? DynamoDbAttributes.Read(image) : null;

    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
    private static bool IsOfService(JsonElement root) =>
        root.TryGetProperty("userIdentity", out var identity) && identity.ValueKind == JsonValueKind.Object
        && identity.TryGetProperty("principalId", out var principal) && principal.ValueKind == JsonValueKind.String
        && principal.ValueEquals("dynamodb.amazonaws.com");
}
