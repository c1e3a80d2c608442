using Shardwise.Local.Sqs;

namespace Shardwise.Local.Targets;

/// <summary>What a service sends to a target, and on whose behalf.</summary>
/// <param name="Body">The message, UTF-8.</param>
internal sealed record TargetMessage(ReadOnlyMemory<byte> Body)
{
    /// <summary>The service that sends, such as <c>events.amazonaws.com</c>; null where nobody is judged.</summary>
    public string? Service { get; init; }

    /// <summary>On whose behalf: a rule's, a topic's ARN.</summary>
    public string SourceArn { get; init; } = "";

    /// <summary>The role that it sends as; null where the target's own policy has to let the service.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Attributes of a queue's message.</summary>
    public IReadOnlyDictionary<string, SqsMessageAttribute> Attributes { get; init; } = new Dictionary<string, SqsMessageAttribute>();

    /// <summary>The group in a FIFO queue.</summary>
    public string? GroupId { get; init; }

    public string? DeduplicationId { get; init; }

    /// <summary>The partition key of a stream's record; null takes a random one.</summary>
    public string? PartitionKey { get; init; }

    /// <summary>Tries after the first, of a function. Default 2: what Lambda does with an asynchronous invocation.</summary>
    public int MaximumRetries { get; init; } = 2;

    /// <summary>
    /// How old the message may be when a function gets it, simulated time. Default 6 h: what Lambda keeps an asynchronous event for.
    /// </summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromHours(6);

    public string Text => System.Text.Encoding.UTF8.GetString(Body.Span);
}
