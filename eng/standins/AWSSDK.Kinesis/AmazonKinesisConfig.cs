using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;
using Amazon.Kinesis.Internal;
using Shardwise.Standins;

namespace Amazon.Kinesis;

public partial class AmazonKinesisConfig : ClientConfig
{
    public AmazonKinesisConfig() : base(new DefaultConfigurationProvider(DefaultConfigurations.All))
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "kinesis";
        EndpointProvider = new KinesisEndpointProvider();
    }

    public static new string ServiceId => "Kinesis";

    public override string RegionEndpointServiceName => "kinesis";

    public override string ServiceVersion => "2013-12-02";

    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString(ServiceId, "4.0.8.3");

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        new KinesisEndpointResolver().GetEndpoint(this, ServiceId, parameters);
}
