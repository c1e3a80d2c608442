namespace Shardwise.LocalKinesis.Streams;

/// <summary>What a stream is found by.</summary>
internal sealed record StreamKey(Scope Scope, string Name);
