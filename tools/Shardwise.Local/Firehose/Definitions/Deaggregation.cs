namespace Shardwise.Local.Firehose;

/// <summary>How one record is cut into several.</summary>
/// <param name="Delimiter">What stands between them; null: they are JSON documents, one after another.</param>
internal sealed record Deaggregation(byte[]? Delimiter);
