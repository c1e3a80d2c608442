using System.Text.Json;

namespace Shardwise.Cli.Redrive;

/// <summary>A dead letter as <c>Shardwise.Consumers</c> writes it: what it takes to put the record back.</summary>
internal sealed record Letter
{
    private static readonly string[] Required = ["streamArn", "payloadBase64"];

    /// <summary>Where it stood in the stream, which a function is told; <see langword="null"/> where the letter does not say.</summary>
    public LetterPosition? Position { get; init; }

    /// <summary>The stream that the record came from.</summary>
    public required string Stream { get; init; }

    /// <summary>Its region.</summary>
    public required string Region { get; init; }

    /// <summary>The user record's partition key; <see langword="null"/> where it has none.</summary>
    public required string? PartitionKey { get; init; }

    /// <summary>Its explicit hash key, where it had one.</summary>
    public string? ExplicitHashKey { get; init; }

    /// <summary>Its bytes.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>Whether the bytes are a message of Lambda's about a whole batch, and no letter.</summary>
    public static bool IsBatch(ReadOnlySpan<byte> json)
    {
        try
        {
            return json.IndexOf("KinesisBatchInfo"u8) >= 0
                && JsonSerializer.Deserialize(json, LetterJson.Default.DictionaryStringJsonElement)?.ContainsKey("KinesisBatchInfo") == true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads a letter.</summary>
    /// <returns>The letter, or why it is none.</returns>
    public static (Letter? Letter, string Problem) Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var members = JsonSerializer.Deserialize(json, LetterJson.Default.DictionaryStringJsonElement) ?? [];
            if (Array.Find(Required, name => !members.TryGetValue(name, out var member) || member.ValueKind != JsonValueKind.String) is { } missing)
                return (null, $"it has no \"{missing}\"");
            if (!members["payloadBase64"].TryGetBytesFromBase64(out var payload))
                return (null, "its \"payloadBase64\" is not base64");
            if (KinesisArn.Of(members["streamArn"].GetString()) is not { } arn)
                return (null, "its \"streamArn\" names no stream");
            if (members.TryGetValue("partitionKey", out var key) && key.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                return (null, "its \"partitionKey\" is neither a text nor null");
            return (new Letter
            {
                Position = LetterPosition.Of(members),
                Stream = arn.Stream,
                Region = arn.Region,
                PartitionKey = key.ValueKind == JsonValueKind.String ? key.GetString() : null,
                ExplicitHashKey = members.TryGetValue("explicitHashKey", out var hashKey) ? hashKey.GetString() : null,
                Payload = payload,
            }, "");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return (null, "it is not a JSON object as the dead letters are");
        }
    }
}
