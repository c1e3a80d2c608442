using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KinesisVideo;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Video;

/// <summary>A channel by which one master, such as a camera, and its viewers find each other for WebRTC.</summary>
/// <remarks>
/// Source of the actions: "Actions, resources, and condition keys for Amazon Kinesis Video Streams", Service Authorization Reference.
/// </remarks>
public sealed class SignalingChannel : Construct
{
    /// <summary>Makes the channel.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">A property is out of its range. The message names all of them.</exception>
    public SignalingChannel(Construct scope, string id, SignalingChannelProps? props = null)
        : base(scope, (props ??= new SignalingChannelProps()).Validate(id))
    {
        Resource = new CfnSignalingChannel(this, "Resource", new CfnSignalingChannelProps
        {
            Name = props.ChannelName,
            // The only kind that CloudFormation takes.
            Type = "SINGLE_MASTER",
            MessageTtlSeconds = props.MessageTtl.TotalSeconds,
        });
        ChannelName = Resource.Ref;
        ChannelArn = Resource.AttrArn;
        ConstructTag.Add(this, nameof(SignalingChannel));
        foreach (var (tag, value) in props.Tags)
            Amazon.CDK.Tags.Of(this).Add(tag, value);
    }

    /// <summary>The channel underneath.</summary>
    public CfnSignalingChannel Resource { get; }

    /// <summary>The channel's name, known when it is deployed.</summary>
    public string ChannelName { get; }

    /// <summary>The channel's ARN, known when it is deployed.</summary>
    public string ChannelArn { get; }

    /// <summary>Lets a principal be the channel's master.</summary>
    /// <param name="grantee">The principal, such as a camera's role.</param>
    /// <returns>The grant.</returns>
    public Grant GrantMaster(IGrantable grantee) => GrantConnect(grantee, "kinesisvideo:ConnectAsMaster");

    /// <summary>Lets a principal view by the channel.</summary>
    /// <param name="grantee">The principal.</param>
    /// <returns>The grant.</returns>
    public Grant GrantViewer(IGrantable grantee) => GrantConnect(grantee, "kinesisvideo:ConnectAsViewer");

    /// <summary>A metric of the channel.</summary>
    /// <param name="name">Its name in the namespace AWS/KinesisVideo, such as <c>MessagesTransferred.Count</c>.</param>
    /// <param name="options">Period, statistic and the like; the default is the average over five minutes.</param>
    /// <returns>The metric, with the channel's name as its dimension.</returns>
    /// <remarks>Source: "Signaling metrics" in the developer guide of Kinesis Video Streams with WebRTC.</remarks>
    public Metric Metric(string name, IMetricOptions? options = null) =>
        ServiceMetric.Of("AWS/KinesisVideo", name, options, ("SignalingChannelName", ChannelName));

    /// <summary>The messages sent and received, over five minutes.</summary>
    /// <returns>The metric.</returns>
    public Metric MetricMessagesTransferred() => Metric("MessagesTransferred.Count", new MetricOptions { Statistic = "Sum" });

    // Both describe the channel, ask where it is, and get the relays between them.
    private Grant GrantConnect(IGrantable grantee, string connect) => PrincipalGrant.On(this, "Kinesis Video Streams").To(
        grantee, ChannelArn,
        connect, "kinesisvideo:DescribeSignalingChannel", "kinesisvideo:GetIceServerConfig", "kinesisvideo:GetSignalingChannelEndpoint");
}
