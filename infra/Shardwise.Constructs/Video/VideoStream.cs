using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KinesisVideo;
using Amazon.CDK.AWS.KMS;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Video;

/// <summary>A Kinesis video stream that keeps a day of media, outlives its stack, grants by name, and says when it is in trouble.</summary>
/// <remarks>
/// Source of the actions: "Actions, resources, and condition keys for Amazon Kinesis Video Streams", Service Authorization Reference.
/// </remarks>
public sealed class VideoStream : Construct
{
    private readonly IKey? key;

    /// <summary>Makes the stream and its alarms.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">A property is out of its range. The message names all of them.</exception>
    public VideoStream(Construct scope, string id, VideoStreamProps? props = null)
        : base(scope, (props ??= new VideoStreamProps()).Validate(id))
    {
        key = props.EncryptionKey;
        Resource = new CfnStream(this, "Resource", new CfnStreamProps
        {
            Name = props.StreamName,
            DeviceName = props.DeviceName,
            MediaType = props.MediaType,
            DataRetentionInHours = props.Retention.TotalHours,
            KmsKeyId = key?.KeyArn,
        });
        if (props.StorageTier is { } tier)
            StoreIn(tier, props.Retention);
        Resource.ApplyRemovalPolicy(props.RemovalPolicy);
        StreamName = Resource.Ref;
        StreamArn = Resource.AttrArn;
        ConstructTag.Add(this, nameof(VideoStream));
        foreach (var (tag, value) in props.Tags)
            Amazon.CDK.Tags.Of(this).Add(tag, value);
        Alarms = MakeAlarms(props.Alarms);
    }

    /// <summary>The stream underneath.</summary>
    public CfnStream Resource { get; }

    /// <summary>The stream's name, known when it is deployed.</summary>
    public string StreamName { get; }

    /// <summary>The stream's ARN, known when it is deployed.</summary>
    public string StreamArn { get; }

    /// <summary>The alarms that were made: refused media, failed connections; empty when they are off.</summary>
    public IReadOnlyList<Alarm> Alarms { get; }

    /// <summary>Lets a principal write media to the stream, and nothing more.</summary>
    /// <param name="grantee">The principal, such as a camera's role.</param>
    /// <returns>The grant.</returns>
    /// <exception cref="InvalidPropsException">The principal is of another account, or takes no policy, and would be granted nothing.</exception>
    public Grant GrantWrite(IGrantable grantee) =>
        WithKey(grantee, "kms:GenerateDataKey", "kinesisvideo:DescribeStream", "kinesisvideo:GetDataEndpoint", "kinesisvideo:PutMedia");

    /// <summary>Lets a principal watch the stream as it comes and play back, clip and picture what it keeps.</summary>
    /// <param name="grantee">The principal.</param>
    /// <returns>The grant.</returns>
    /// <exception cref="InvalidPropsException">The principal is of another account, or takes no policy, and would be granted nothing.</exception>
    public Grant GrantRead(IGrantable grantee) =>
        WithKey(
            grantee, "kms:Decrypt",
            "kinesisvideo:DescribeStream", "kinesisvideo:GetClip", "kinesisvideo:GetDASHStreamingSessionURL", "kinesisvideo:GetDataEndpoint",
            "kinesisvideo:GetHLSStreamingSessionURL", "kinesisvideo:GetImages", "kinesisvideo:GetMedia", "kinesisvideo:GetMediaForFragmentList",
            "kinesisvideo:ListFragments");

    /// <summary>Lets a principal call the named actions on the stream.</summary>
    /// <param name="grantee">The principal.</param>
    /// <param name="actions">Actions such as <c>kinesisvideo:ListFragments</c>.</param>
    /// <returns>The grant.</returns>
    /// <exception cref="InvalidPropsException">The principal is of another account, or takes no policy, and would be granted nothing.</exception>
    public Grant Grant(IGrantable grantee, params string[] actions) =>
        PrincipalGrant.On(this, "Kinesis Video Streams").To(grantee, StreamArn, actions);

    /// <summary>A metric of the stream.</summary>
    /// <param name="name">Its name in the namespace AWS/KinesisVideo, such as <c>PutMedia.IncomingFrames</c>.</param>
    /// <param name="options">Period, statistic and the like; the default is the average over five minutes.</param>
    /// <returns>The metric, with the stream's name as its dimension.</returns>
    /// <remarks>Source: "Monitoring Amazon Kinesis Video Streams metrics with CloudWatch" in the service's developer guide.</remarks>
    public Metric Metric(string name, IMetricOptions? options = null) =>
        ServiceMetric.Of("AWS/KinesisVideo", name, options, ("StreamName", StreamName));

    /// <summary>The bytes received, over five minutes.</summary>
    /// <returns>The metric.</returns>
    public Metric MetricIncomingBytes() => Metric("PutMedia.IncomingBytes", Sum());

    /// <summary>The fragments received, over five minutes.</summary>
    /// <returns>The metric.</returns>
    public Metric MetricIncomingFragments() => Metric("PutMedia.IncomingFragments", Sum());

    /// <summary>The share of fragments that were written, from 0 to 1, over five minutes.</summary>
    /// <returns>The metric.</returns>
    public Metric MetricPutMediaSuccess() => Metric("PutMedia.Success", new MetricOptions { Statistic = "Average" });

    /// <summary>The errors while a producer connected, over five minutes.</summary>
    /// <returns>The metric.</returns>
    public Metric MetricPutMediaConnectionErrors() => Metric("PutMedia.ConnectionErrors", Sum());

    /// <summary>How far the reader that is furthest behind is behind the newest media, in milliseconds, over five minutes.</summary>
    /// <returns>The metric.</returns>
    public Metric MetricGetMediaMillisBehindNow() => Metric("GetMedia.MillisBehindNow", new MetricOptions { Statistic = "Maximum" });

    // The stream first: where it cannot be granted, the key is not either. How the service calls KMS for a caller is not documented, so that its
    // statement has no condition on that.
    private Grant WithKey(IGrantable grantee, string keyAction, params string[] actions)
    {
        var grant = Grant(grantee, actions);
        if (key is null)
            return grant;
        KeyPolicy.CheckDelegation(key);
        var named = NamedKey.Of(key);
        return grant.Combine(Amazon.CDK.AWS.IAM.Grant.AddToPrincipal(new GrantOnPrincipalOptions
        {
            Grantee = grantee,
            Actions = [keyAction],
            ResourceArns = [named.Resource(Stack.Of(this).Region)],
            Conditions = named.ByAlias(),
        }));
    }

    private static MetricOptions Sum() => new() { Statistic = "Sum" };

    // Younger than Amazon.CDK.Lib 2.160.0, which has no property for it.
    private void StoreIn(VideoStorageTier tier, TimeSpan retention)
    {
        Resource.AddPropertyOverride("StreamStorageConfiguration.DefaultStorageTier", tier == VideoStorageTier.Warm ? "WARM" : "HOT");
        if (tier == VideoStorageTier.Warm && retention < KinesisVideoLimits.MinPaidWarmStorage)
            Warning.Add(
                this, "shardwise:video-warm-retention",
                $"VideoStream '{Node.Id}' keeps media for {DurationUnit.Hours.Text(retention)} in the warm tier, where "
                + $"{DurationUnit.Hours.Text(KinesisVideoLimits.MinPaidWarmStorage)} are paid for: keep it so long, or in the hot tier.");
    }

    private IReadOnlyList<Alarm> MakeAlarms(AlarmSettings settings)
    {
        var alarms = new AlarmSet(this, settings);
        // A camera that is off sends nothing, which is no trouble of the stream's.
        alarms.Add(
            "RefusedAlarm",
            "More than 5 % of the fragments were refused for a quarter of an hour. The producer's error acknowledgments say why.",
            MetricPutMediaSuccess(),
            new AlarmThreshold(0.95, Datapoints: 3, Periods: 3, TreatMissingData.NOT_BREACHING, ComparisonOperator.LESS_THAN_THRESHOLD));
        alarms.Add(
            "ConnectionAlarm",
            "Producers failed to connect in three of the last three periods of five minutes: credentials, the network, or the quota of connections.",
            MetricPutMediaConnectionErrors(),
            new AlarmThreshold(1, Datapoints: 3, Periods: 3, TreatMissingData.NOT_BREACHING));
        return alarms.Alarms;
    }
}
