using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Cli.Redrive.Failures;

/// <summary>
/// A batch that a function failed on until the event-source mapping gave it up, as Lambda tells its failure destination:
/// https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html.
/// </summary>
internal sealed record FailedBatch
{
    /// <summary>The stream's ARN.</summary>
    public required string StreamArn { get; init; }

    /// <summary>The stream.</summary>
    public required string Stream { get; init; }

    /// <summary>Its region.</summary>
    public required string Region { get; init; }

    /// <summary>The shard.</summary>
    public required string ShardId { get; init; }

    /// <summary>The sequence number of the first record.</summary>
    public required string First { get; init; }

    /// <summary>The sequence number of the last record.</summary>
    public required string Last { get; init; }

    /// <summary>How many records the function was handed.</summary>
    public required int Size { get; init; }

    /// <summary>The records themselves, which an object in S3 has; <see langword="null"/> where they have to be fetched from the stream.</summary>
    public IReadOnlyList<Letter>? Records { get; init; }

    /// <summary>What tells one batch from another.</summary>
    public string Key => $"{StreamArn} {ShardId} {First} {Last}";

    /// <summary>Whether a JSON object is meant as one.</summary>
    public static bool IsMeant(JsonElement json) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("KinesisBatchInfo", out _);

    /// <summary>Reads what Lambda wrote, also from within the envelope of an SNS topic.</summary>
    /// <returns>The batch, or why it is none.</returns>
    public static (FailedBatch? Batch, string Problem) Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.BytesConsumed < json.TrimEnd(" \t\r\n"u8).Length)
                return (null, "it is more than one JSON object");
            return Text(document.RootElement, "Type") == "Notification" && Text(document.RootElement, "Message") is { } message
                ? Read(System.Text.Encoding.UTF8.GetBytes(message))
                : Of(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return (null, "it is no JSON");
        }
    }

    /// <summary>The message about a batch again, without the records before one of them: Lambda's own, out of a topic's envelope.</summary>
    /// <param name="json">The message, which is one.</param>
    /// <param name="first">The sequence number of the first record that is left.</param>
    /// <param name="size">How many are left.</param>
    public static string RestOf(ReadOnlySpan<byte> json, string first, int size)
    {
        var message = JsonNode.Parse(json)!.AsObject();
        if (message["Message"] is JsonValue inner && !message.ContainsKey("KinesisBatchInfo"))
            return RestOf(System.Text.Encoding.UTF8.GetBytes(inner.GetValue<string>()), first, size);
        var info = message["KinesisBatchInfo"]!;
        (info["startSequenceNumber"], info["batchSize"]) = (first, size);
        return message.ToJsonString();
    }

    private static (FailedBatch? Batch, string Problem) Of(JsonElement message)
    {
        if (!IsMeant(message) || message.GetProperty("KinesisBatchInfo") is not { ValueKind: JsonValueKind.Object } info)
            return (null, "it has no \"KinesisBatchInfo\", as Lambda's failure messages for a Kinesis stream have");
        if (KinesisArn.Of(Text(info, "streamArn")) is not { } arn)
            return (null, "its \"streamArn\" names no stream");
        if (Array.Find(["startSequenceNumber", "endSequenceNumber"], name => !SequenceNumber.Is(Text(info, name))) is { } missing)
            return (null, $"its \"{missing}\" is no sequence number");
        if (Text(info, "shardId") is not { Length: > 0 } shard)
            return (null, "it has no \"shardId\"");
        var (first, last) = (Text(info, "startSequenceNumber")!, Text(info, "endSequenceNumber")!);
        if (SequenceNumber.Compare(first, last) > 0)
            return (null, $"its range ends at {last}, before it begins at {first}");

        var (records, problem) = message.TryGetProperty("payload", out var payload) ? PayloadRecords.Read(payload) : (null, "");
        return problem.Length > 0 ? (null, problem) : (new FailedBatch
        {
            StreamArn = arn.StreamArn,
            Stream = arn.Stream,
            Region = arn.Region,
            ShardId = shard,
            First = first,
            Last = last,
            Size = info.TryGetProperty("batchSize", out var size) && size.TryGetInt32(out var count) && count > 0 ? count : 1,
            Records = records,
        }, "");
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
