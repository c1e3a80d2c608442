using Amazon;
using Amazon.CloudWatch;
using Amazon.Kinesis;
using Amazon.KinesisFirehose;
using Amazon.Lambda;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Shardwise.AwsPackages.Tests.Http;

/// <summary>Clients that speak to a <see cref="FakeService"/> and wait no noticeable time before a retry.</summary>
internal static class Clients
{
    public static readonly BasicAWSCredentials Credentials = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    public static AmazonKinesisClient Kinesis(FakeService service, Action<AmazonKinesisConfig>? configure = null)
    {
        var config = new AmazonKinesisConfig { RegionEndpoint = RegionEndpoint.EUCentral1, HttpClientFactory = service };
        configure?.Invoke(config);
        return new PromptKinesisClient(config);
    }

    public static AmazonCloudWatchClient CloudWatch(FakeService service) =>
        new(Credentials, new AmazonCloudWatchConfig { RegionEndpoint = RegionEndpoint.EUCentral1, HttpClientFactory = service, MaxErrorRetry = 0 });

    public static AmazonKinesisFirehoseClient Firehose(FakeService service) =>
        new(Credentials, new AmazonKinesisFirehoseConfig { RegionEndpoint = RegionEndpoint.EUCentral1, HttpClientFactory = service, MaxErrorRetry = 0 });

    public static AmazonLambdaClient Lambda(FakeService service) =>
        new(Credentials, new AmazonLambdaConfig { RegionEndpoint = RegionEndpoint.EUCentral1, HttpClientFactory = service, MaxErrorRetry = 0 });

    private sealed class PromptKinesisClient(AmazonKinesisConfig config) : AmazonKinesisClient(Credentials, config)
    {
        protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
        {
            base.CustomizeRuntimePipeline(pipeline);
            foreach (var handler in pipeline.Handlers.OfType<RetryHandler>())
            {
                ((StandardRetryPolicy)handler.RetryPolicy).MaxBackoffInMilliseconds = 1;
            }
        }
    }
}
