using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisEvents;

namespace Shardwise.Consumers;

/// <summary>What a <see cref="WindowConsumer{T, TState}"/> answers to Lambda; the handler returns it.</summary>
/// <remarks>
/// In place of <see cref="KinesisTimeWindowResponse"/>, whose state no serializer can write (Amazon.Lambda.KinesisEvents 4.0.0: its converter
/// throws for any that is not null). A source-generated context lists this type.
/// </remarks>
public sealed class WindowResponse
{
    /// <summary>What Lambda hands to the next invocation of the same window: texts by their names, 1 MB at most. Empty at a window's end.</summary>
    [JsonPropertyName("state")]
    public required Dictionary<string, string> State { get; init; }

    /// <summary>The sequence number from which Lambda is to deliver again; empty when all is done.</summary>
    [JsonPropertyName("batchItemFailures")]
    public required IList<StreamsEventResponse.BatchItemFailure> BatchItemFailures { get; init; }
}
