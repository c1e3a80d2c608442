namespace Shardwise.ClickstreamEtl;

/// <summary>One page view.</summary>
public sealed record Click
{
    /// <summary>Unique to this click, given where it happened.</summary>
    public string Id { get; init; } = "";

    /// <summary>When it happened, UTC; its hour is the partition it is written to.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Who clicked.</summary>
    public string UserId { get; init; } = "";

    /// <summary>The page that was looked at.</summary>
    public string Page { get; init; } = "";

    /// <summary>The page that led here, where there was one.</summary>
    public string? Referrer { get; init; }
}
