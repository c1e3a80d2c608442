using Shardwise.Constructs.Network;

namespace Shardwise.Constructs.Defaults;

/// <content>Of endpoints and audits.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>Whether there is an endpoint for Kinesis Data Streams.</summary>
    public abstract bool EndpointForDataStreams { get; }

    /// <summary>Whether there is an endpoint for Data Firehose.</summary>
    public abstract bool EndpointForFirehose { get; }

    /// <summary>Which calls an audit records.</summary>
    public abstract AuditedCalls AuditedCalls { get; }
}
