namespace Shardwise.Local.Firehose;

/// <summary>When a buffer is handed over.</summary>
/// <param name="Bytes">At this many bytes.</param>
/// <param name="Interval">When its oldest item has waited for so long; zero: at once.</param>
/// <param name="Count">At this many items.</param>
/// <param name="NeverExceeded">The bytes are a limit of what takes the batch, not a hint: an item that would go beyond begins the next.</param>
internal sealed record BufferLimits(long Bytes, TimeSpan Interval, int Count = int.MaxValue, bool NeverExceeded = false);
