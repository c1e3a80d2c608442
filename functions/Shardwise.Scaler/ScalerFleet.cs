using System.Text.Json.Serialization;
using Shardwise.Scaling;

namespace Shardwise.Scaler;

/// <summary>Streams that one invocation looks after: the <c>detail</c> of a fleet's event.</summary>
public sealed record ScalerFleet
{
    /// <summary>The streams and their bounds (<c>streams</c>).</summary>
    [JsonPropertyName("streams")]
    public IReadOnlyList<ScalingTarget>? Streams { get; init; }

    /// <summary>Which of the account's groups it is, from 0 (<c>group</c>): groups make their calls by turns.</summary>
    [JsonPropertyName("group")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int Group { get; init; }

    /// <summary>How many groups share the account (<c>groups</c>), 1 or more.</summary>
    /// <value>Default: 10.</value>
    [JsonPropertyName("groups")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int? Groups { get; init; }
}
