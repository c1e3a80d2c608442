using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;
using Shardwise.Standins;

namespace Amazon.KinesisFirehose;

public partial class AmazonKinesisFirehoseConfig : ClientConfig
{
    public AmazonKinesisFirehoseConfig() : base(new DefaultConfigurationProvider(DefaultConfigurations.All))
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "firehose";
        EndpointProvider = new RegionalEndpointProvider("firehose");
    }

    public static new string ServiceId => "Firehose";

    public override string RegionEndpointServiceName => "firehose";

    public override string ServiceVersion => "2015-08-04";

    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString(ServiceId, "4.0.8.4");

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        new RegionalEndpointResolver().GetEndpoint(this, ServiceId, parameters);
}
