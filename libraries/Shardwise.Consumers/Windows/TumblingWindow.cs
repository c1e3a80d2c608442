namespace Shardwise.Consumers;

/// <summary>One of the windows that Lambda cuts a shard's records into, by when the stream took them; none overlaps another.</summary>
/// <param name="ShardId">The shard; each has windows of its own.</param>
/// <param name="Start">When it begins, UTC.</param>
/// <param name="End">When it ends, UTC; the first instant that is not in it.</param>
/// <param name="IsTerminatedEarly">
/// Whether Lambda closed it before its end, since its state passed 1 MB. What is left comes in a window of its own.
/// </param>
public sealed record TumblingWindow(string ShardId, DateTimeOffset Start, DateTimeOffset End, bool IsTerminatedEarly);
