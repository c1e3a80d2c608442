namespace Shardwise.Local;

/// <summary>Where a line about a function comes from.</summary>
public enum FunctionLogSource
{
    /// <summary>The function wrote it to standard output.</summary>
    Output,

    /// <summary>The function wrote it to standard error.</summary>
    Error,

    /// <summary>The local platform says it: a timeout, a restart, a dropped tick, a discarded batch.</summary>
    Platform,
}
