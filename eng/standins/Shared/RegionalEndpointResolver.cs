using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Shardwise.Standins;

internal class RegionalEndpointResolver : BaseEndpointResolver
{
    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        var config = requestContext.ClientConfig;
        var parameters = new EndpointParameters();
        parameters["Endpoint"] = config.ServiceURL;
        parameters["Region"] = (requestContext.Request.AlternateEndpoint ?? config.RegionEndpoint)?.SystemName;
        parameters["UseDualStack"] = config.UseDualstackEndpoint;
        parameters["UseFIPS"] = config.UseFIPSEndpoint;
        return parameters;
    }

    /// <summary>The endpoint of a request that is not on its way, for DetermineServiceOperationEndpoint.</summary>
    public Endpoint GetEndpoint(ClientConfig config, string serviceName, ServiceOperationEndpointParameters parameters)
    {
        var context = new RequestContext(false, null)
        {
            ClientConfig = config,
            OriginalRequest = parameters.Request,
            Request = new DefaultRequest(parameters.Request, serviceName) { AlternateEndpoint = parameters.AlternateEndpoint },
        };
        return GetEndpoint(new Amazon.Runtime.Internal.ExecutionContext(context, null));
    }
}
