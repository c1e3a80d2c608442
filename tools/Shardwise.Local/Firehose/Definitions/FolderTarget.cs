namespace Shardwise.Local.Firehose;

/// <summary>A folder in place of a destination that is not run here.</summary>
/// <param name="Kind">The destination, such as <c>Splunk</c>.</param>
/// <param name="Index">The index that documents go to; null where the destination has none.</param>
/// <param name="Buffer">The destination's own buffering.</param>
internal sealed record FolderTarget(string Kind, string? Index, BufferLimits Buffer);
