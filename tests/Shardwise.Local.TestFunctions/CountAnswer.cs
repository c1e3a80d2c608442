using System.Text.Json.Serialization;

namespace Shardwise.Local.TestFunctions;

/// <summary>What a window's handler answers; the package's own type for it cannot be written.</summary>
public sealed record CountAnswer(
    [property: JsonPropertyName("state")] Dictionary<string, string> State, [property: JsonPropertyName("batchItemFailures")] IReadOnlyList<string> BatchItemFailures);
