namespace Shardwise.Scaler.Ledgers;

/// <summary>The minute in which the stream was first seen at rest with a number of open shards.</summary>
internal readonly record struct SeenCount(DateTimeOffset At, int Shards);
