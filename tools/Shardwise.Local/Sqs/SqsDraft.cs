namespace Shardwise.Local.Sqs;

/// <summary>A message as its sender gives it.</summary>
/// <param name="Body">Its text.</param>
internal sealed record SqsDraft(string Body)
{
    /// <summary>Null takes the queue's.</summary>
    public TimeSpan? Delay { get; init; }

    public IReadOnlyDictionary<string, SqsMessageAttribute> Attributes { get; init; } = new Dictionary<string, SqsMessageAttribute>();

    public string? GroupId { get; init; }

    public string? DeduplicationId { get; init; }

    public string? TraceHeader { get; init; }

    public string SenderId { get; init; } = "AROALOCAL";

    /// <summary>Body and attributes, which the limit is on.</summary>
    public int Size => System.Text.Encoding.UTF8.GetByteCount(Body) + Attributes.Sum(attribute => attribute.Value.Size(attribute.Key));
}
