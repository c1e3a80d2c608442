namespace Shardwise.LocalKinesis;

/// <summary>A finished change of a stream's shard count.</summary>
/// <param name="StreamName">The stream.</param>
/// <param name="From">Open shards before.</param>
/// <param name="To">Open shards after.</param>
/// <param name="At">When it finished, by the clock of the options.</param>
public sealed record Resharded(string StreamName, int From, int To, DateTimeOffset At);
