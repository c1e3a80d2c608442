using Amazon.CloudWatch.Internal;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Shardwise.Standins;

namespace Amazon.CloudWatch;

public partial class AmazonCloudWatchClient : AmazonServiceClient, IAmazonCloudWatch
{
    public AmazonCloudWatchClient() : base(new AmazonCloudWatchConfig())
    {
    }

    public AmazonCloudWatchClient(RegionEndpoint region) : base(new AmazonCloudWatchConfig { RegionEndpoint = region })
    {
    }

    public AmazonCloudWatchClient(AmazonCloudWatchConfig config) : base(config)
    {
    }

    public AmazonCloudWatchClient(AWSCredentials credentials) : this(credentials, new AmazonCloudWatchConfig())
    {
    }

    public AmazonCloudWatchClient(
        AWSCredentials credentials, RegionEndpoint region) : this(credentials, new AmazonCloudWatchConfig { RegionEndpoint = region })
    {
    }

    public AmazonCloudWatchClient(AWSCredentials credentials, AmazonCloudWatchConfig clientConfig) : base(credentials, clientConfig)
    {
    }

    public AmazonCloudWatchClient(
        string awsAccessKeyId, string awsSecretAccessKey) : this(awsAccessKeyId, awsSecretAccessKey, new AmazonCloudWatchConfig())
    {
    }

    public AmazonCloudWatchClient(string awsAccessKeyId, string awsSecretAccessKey, RegionEndpoint region)
        : this(awsAccessKeyId, awsSecretAccessKey, new AmazonCloudWatchConfig { RegionEndpoint = region })
    {
    }

    public AmazonCloudWatchClient(string awsAccessKeyId, string awsSecretAccessKey, AmazonCloudWatchConfig clientConfig)
        : base(awsAccessKeyId, awsSecretAccessKey, clientConfig)
    {
    }

    public AmazonCloudWatchClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken)
        : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonCloudWatchConfig())
    {
    }

    public AmazonCloudWatchClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, RegionEndpoint region)
        : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonCloudWatchConfig { RegionEndpoint = region })
    {
    }

    public AmazonCloudWatchClient(
        string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, AmazonCloudWatchConfig clientConfig)
        : base(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, clientConfig)
    {
    }

    protected override IServiceMetadata ServiceMetadata { get; } = new ServiceMetadata(AmazonCloudWatchConfig.ServiceId);

    public virtual Task<GetMetricDataResponse> GetMetricDataAsync(
        GetMetricDataRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetMetricDataResponse>(request, CloudWatchOperations.GetMetricData, cancellationToken);

    public virtual Task<PutMetricDataResponse> PutMetricDataAsync(
        PutMetricDataRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutMetricDataResponse>(request, CloudWatchOperations.PutMetricData, cancellationToken);

    public Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request) =>
        Config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request));

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new RegionalEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4AuthHandler());
    }

    protected override void Dispose(bool disposing) => base.Dispose(disposing);
}
