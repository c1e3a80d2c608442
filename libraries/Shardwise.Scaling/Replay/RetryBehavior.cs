namespace Shardwise.Scaling.Replay;

/// <summary>What becomes of throttled load in a replay.</summary>
public enum RetryBehavior
{
    /// <summary>It is not offered again.</summary>
    None,

    /// <summary>
    /// It is offered again in each of the next 2 minutes, oldest first; every failed minute shows 4 rejected attempts a record, and what
    /// is still refused then is lost.
    /// </summary>
    Producer,
}
