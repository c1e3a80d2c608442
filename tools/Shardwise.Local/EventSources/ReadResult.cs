namespace Shardwise.Local.EventSources;

/// <summary>One GetRecords answer; no next iterator means that the shard is closed and read to its end.</summary>
internal sealed record ReadResult(IReadOnlyList<StreamRecord> Records, string? NextIterator);
