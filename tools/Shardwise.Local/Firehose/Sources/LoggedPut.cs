namespace Shardwise.Local.Firehose;

/// <summary>A put of an earlier run.</summary>
/// <param name="Time">When it came.</param>
/// <param name="Records">Its records.</param>
/// <param name="Settled">To be called when it is dealt with.</param>
internal sealed record LoggedPut(DateTimeOffset Time, IReadOnlyList<byte[]> Records, Action Settled);
