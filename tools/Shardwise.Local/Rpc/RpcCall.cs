using Shardwise.Local.Routing;

namespace Shardwise.Local.Rpc;

/// <summary>A call with its members read, whatever protocol they came in.</summary>
internal sealed record RpcCall(ServiceCall Call, ServiceRequest Request)
{
    public CancellationToken Aborted => Call.Context.RequestAborted;
}
