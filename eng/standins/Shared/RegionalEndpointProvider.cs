using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace Shardwise.Standins;

/// <summary>The configured endpoint, else that of the service in the region.</summary>
internal class RegionalEndpointProvider(string endpointPrefix) : IEndpointProvider
{
    public virtual Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters["Endpoint"] is string configured)
        {
            return new Endpoint(configured);
        }

        var region = parameters["Region"] as string
            ?? throw new AmazonClientException("Invalid Configuration: Missing Region");
        return new Endpoint($"https://{HostPrefix(parameters)}.{region}.{DnsSuffix(parameters, region)}");
    }

    protected virtual string HostPrefix(EndpointParameters parameters) => WithFips(endpointPrefix, parameters);

    protected static string WithFips(string prefix, EndpointParameters parameters) =>
        true.Equals(parameters["UseFIPS"]) ? $"{prefix}-fips" : prefix;

    private static string DnsSuffix(EndpointParameters parameters, string region)
    {
        var partition = Fn.Partition(region);
        return true.Equals(parameters["UseDualStack"]) ? partition.dualStackDnsSuffix : partition.dnsSuffix;
    }
}
