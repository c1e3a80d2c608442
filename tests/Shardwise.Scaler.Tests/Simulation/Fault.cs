namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>What goes wrong with one call.</summary>
internal enum Fault
{
    /// <summary>An internal failure; nothing was done.</summary>
    Fails,

    /// <summary>Throttled; nothing was done.</summary>
    Throttles,

    /// <summary>It was done, but no answer came in time.</summary>
    Hangs,

    /// <summary>It was done, and the process ended before it could do anything more.</summary>
    Killed,
}

/// <summary>The end of the process, which nobody catches.</summary>
internal sealed class ProcessKilledException : Exception;
