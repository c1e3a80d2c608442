namespace Shardwise.Constructs.Flink;

/// <summary>What an application writes to its log.</summary>
public enum FlinkLogLevel
{
    /// <summary>Errors.</summary>
    Error,

    /// <summary>Warnings and worse.</summary>
    Warn,

    /// <summary>What happens, and worse.</summary>
    Info,

    /// <summary>Everything. Slows an application down, and costs accordingly.</summary>
    Debug,
}
