namespace Shardwise.Cli.Tail;

/// <summary>What payloads are taken out of.</summary>
public enum TailUnpack
{
    /// <summary>Nothing but the KPL's aggregates.</summary>
    None,

    /// <summary>gzip, where they are such.</summary>
    Gzip,

    /// <summary>What a subscription of CloudWatch Logs puts into a stream: gzip with log events, each of which is a line of its own.</summary>
    CloudWatchLogs,
}
