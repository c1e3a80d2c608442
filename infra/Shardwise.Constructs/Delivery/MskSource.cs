using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.KinesisFirehose;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>The delivery stream reads a topic of an Amazon MSK cluster, with IAM access control.</summary>
/// <remarks>
/// Under <see cref="MskConnectivity.Private"/> the cluster's own policy must let <c>firehose.amazonaws.com</c> call <c>kafka:CreateVpcConnection</c>:
/// "Grant Firehose access to your private Amazon MSK cluster" in the developer guide.
/// </remarks>
public sealed partial record MskSource : DeliverySource
{
    /// <summary>The ARN of the cluster, provisioned or serverless.</summary>
    public required string ClusterArn { get; init; }

    /// <summary>The topic.</summary>
    /// <value>1 to 255 of <c>a-z A-Z 0-9 . _ -</c>.</value>
    public required string Topic { get; init; }

    /// <summary>How the cluster is reached.</summary>
    /// <value>The default is <see cref="MskConnectivity.Private"/>.</value>
    public MskConnectivity Connectivity { get; init; } = ConstructDefaults.Current.MskConnectivity;

    /// <summary>Where reading starts.</summary>
    /// <value>The default is the moment the delivery stream is there.</value>
    public DateTimeOffset? ReadFrom { get; init; }

    internal override string Type => "MSKAsSource";

    internal override void Check(PropsCheck check)
    {
        check.Text($"Source.{nameof(ClusterArn)}", ClusterArn, text => ClusterPattern().IsMatch(text), "the ARN of an MSK cluster");
        check.Text($"Source.{nameof(Topic)}", Topic, text => TopicPattern().IsMatch(text), "1 to 255 of a-z A-Z 0-9 . _ -");
    }

    // The actions of the developer guide ("Grant Firehose access to your ... Amazon MSK cluster" and the role of its MSK tutorial). The guide names
    // every topic and every group of the cluster; the topic is known here.
    internal override void Bind(DeliveryBinding binding, CfnDeliveryStreamProps stream)
    {
        binding.Allow([ClusterArn], "kafka:DescribeCluster", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers", "kafka-cluster:Connect");
        var parts = Fn.Split(":cluster/", ClusterArn, 2);
        var (account, cluster) = (Fn.Select(0, parts), Fn.Select(1, parts));
        binding.Allow(
            [$"{account}:topic/{cluster}/{Topic}"],
            "kafka-cluster:DescribeTopic", "kafka-cluster:DescribeTopicDynamicConfiguration", "kafka-cluster:ReadData");
        binding.Allow([$"{account}:group/{cluster}/*"], "kafka-cluster:DescribeGroup");
        binding.Justify("The consumer group's name is the service's own choice.");
        stream.MskSourceConfiguration = new CfnDeliveryStream.MSKSourceConfigurationProperty
        {
            MskClusterArn = ClusterArn,
            TopicName = Topic,
            AuthenticationConfiguration = new CfnDeliveryStream.AuthenticationConfigurationProperty
            {
                Connectivity = Connectivity.ToString().ToUpperInvariant(),
                RoleArn = binding.RoleArn,
            },
            ReadFromTimestamp = ReadFrom?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
    }

    [GeneratedRegex(@"^arn:[a-z\-]+:kafka:[a-z0-9\-]+:\d{12}:cluster/[^/]+/[^/]+$")]
    private static partial Regex ClusterPattern();

    [GeneratedRegex(@"^[a-zA-Z0-9._\-]{1,255}$")]
    private static partial Regex TopicPattern();
}
