namespace Shardwise.Constructs.Network;

/// <summary>Which calls on a stream are recorded.</summary>
public enum AuditedCalls
{
    /// <summary>Those that read and those that write.</summary>
    All,

    /// <summary>Those that read, such as GetRecords and SubscribeToShard.</summary>
    Reads,

    /// <summary>Those that write, such as PutRecord and PutRecords.</summary>
    Writes,
}
