namespace Shardwise.ClickstreamEtl;

/// <summary>One page view.</summary>
/// <param name="Id">Unique to this click, given where it happened.</param>
/// <param name="Timestamp">When it happened, UTC; its hour is the partition it is written to.</param>
/// <param name="UserId">Who clicked.</param>
/// <param name="Page">The page that was looked at.</param>
/// <param name="Referrer">The page that led here, where there was one.</param>
public sealed record Click(string? Id, DateTimeOffset Timestamp, string? UserId, string? Page, string? Referrer = null);
