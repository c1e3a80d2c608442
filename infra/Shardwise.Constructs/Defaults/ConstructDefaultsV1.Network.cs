using Shardwise.Constructs.Network;

namespace Shardwise.Constructs.Defaults;

/// <content>Of endpoints and audits.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>Yes.</remarks>
    public override bool EndpointForDataStreams => true;

    /// <inheritdoc />
    /// <remarks>Yes.</remarks>
    public override bool EndpointForFirehose => true;

    /// <inheritdoc />
    /// <remarks>All of them.</remarks>
    public override AuditedCalls AuditedCalls => AuditedCalls.All;
}
