using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shardwise.Consumers;

/// <summary>One event of a log group.</summary>
public sealed record LogEvent
{
    /// <summary>Its id, the same whenever it is delivered: what a repeated delivery is known by.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>When it happened, as the application said, in milliseconds since 1970 UTC.</summary>
    [JsonPropertyName("timestamp")]
    public required long Timestamp { get; init; }

    /// <summary>What it says.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    /// <summary>
    /// The fields that the subscription's filter extracted, and the system fields that it emits; <see langword="null"/> where there are none.
    /// </summary>
    [JsonPropertyName("extractedFields")]
    public IReadOnlyDictionary<string, JsonElement>? ExtractedFields { get; init; }

    /// <summary>When it happened.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Timestamp"/> is beyond the years 1 to 9999.</exception>
    [JsonIgnore]
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Timestamp);
}
