using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace Shardwise.Standins;

internal sealed class RequestMarshaller<TRequest>(JsonProtocol protocol) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    private static readonly string Operation = typeof(TRequest).Name[..^"Request".Length];

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, protocol.ServiceName)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = JsonSerializer.SerializeToUtf8Bytes((TRequest)input, WireJson.Options),
        };
        request.Headers["X-Amz-Target"] = $"{protocol.TargetPrefix}.{Operation}";
        request.Headers[HeaderKeys.ContentTypeHeader] = protocol.ContentType;
        request.Headers[HeaderKeys.XAmzApiVersion] = protocol.ApiVersion;
        return request;
    }
}
