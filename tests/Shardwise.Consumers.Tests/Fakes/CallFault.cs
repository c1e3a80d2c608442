namespace Shardwise.Consumers.Tests.Fakes;

/// <summary>What goes wrong with a call that writes several records.</summary>
public enum CallFault
{
    None,

    /// <summary>Every second entry is throttled, each by itself.</summary>
    SomeEntries,

    /// <summary>Every entry is throttled, each by itself.</summary>
    EveryEntry,

    /// <summary>The service does not let the caller in: not worth another try.</summary>
    Denied,

    /// <summary>The service took everything, and the answer never came.</summary>
    TakenAndLost,
}
