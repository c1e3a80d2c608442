using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Shardwise.Standins;

/// <summary>AWS JSON as one service speaks it.</summary>
internal sealed record JsonProtocol(
    string ServiceName, string ContentType, string TargetPrefix, string ApiVersion, Type UnmodelledException)
{
    public InvokeOptions Operation<TRequest, TResponse>(ModelledError[] errors)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() => new()
        {
            RequestMarshaller = new RequestMarshaller<TRequest>(this),
            ResponseUnmarshaller = new ResponseUnmarshaller<TResponse>(this, errors),
        };
}
