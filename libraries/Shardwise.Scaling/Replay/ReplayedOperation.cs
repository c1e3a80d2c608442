namespace Shardwise.Scaling.Replay;

/// <summary>A reshard that a policy asked for in a replay.</summary>
/// <param name="Minute">When.</param>
/// <param name="From">Shards before.</param>
/// <param name="To">Shards asked for.</param>
/// <param name="Method">How.</param>
/// <param name="Accepted">Whether it was accepted.</param>
/// <param name="Reason">The policy's words.</param>
public sealed record ReplayedOperation(int Minute, int From, int To, ReshardMethod Method, bool Accepted, string Reason);
