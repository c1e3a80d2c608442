namespace Shardwise.Cli.Demo;

/// <summary>What the demo is doing.</summary>
public enum DemoPhase
{
    /// <summary>The trace is being offered.</summary>
    Offering,

    /// <summary>The trace is over; what was throttled is still being sent.</summary>
    Sending,

    /// <summary>All is accepted; the functions take what is left in the stream.</summary>
    Draining,

    /// <summary>Every user record is being counted.</summary>
    Counting,
}
