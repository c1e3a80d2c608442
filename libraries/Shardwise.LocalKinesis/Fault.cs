namespace Shardwise.LocalKinesis;

/// <summary>A fault to order with <see cref="LocalKinesis.Order"/>.</summary>
public sealed record Fault
{
    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>The operation that it strikes, such as <c>PutRecords</c>; null (default) strikes all.</summary>
    public string? Operation { get; init; }

    /// <summary>The stream whose calls it strikes; null (default) strikes those of all.</summary>
    public string? Stream { get; init; }

    /// <summary>The share of the calls (or records) that it strikes, above 0, at most 1 (default).</summary>
    public double Share { get; init; } = 1;

    /// <summary>How often it strikes before it is used up; null (default) without end.</summary>
    public int? Count { get; init; }

    /// <summary>
    /// How long a call waits first, in real time: before it is served for <see cref="FaultKind.Slow"/>, before it fails for the others. Default
    /// zero.
    /// </summary>
    public TimeSpan Delay { get; init; }
}
