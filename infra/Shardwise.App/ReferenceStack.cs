using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Constructs;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Network;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;

namespace Shardwise.App;

/// <summary>
/// The reference pipeline: clicks flow into a stream that keeps the size of its load, and from it into hourly objects in a bucket. A dashboard
/// shows it.
/// </summary>
public sealed class ReferenceStack : Stack
{
    private const string Clicks = "clicks/";
    private const string Delivered = "delivered/";
    private const string DeadLetters = "dead-letters/";

    private readonly AlarmSettings alarms;

    /// <summary>Makes the pipeline.</summary>
    /// <param name="scope">The app.</param>
    /// <param name="id">The stack's name.</param>
    /// <param name="settings">The choices; the default is all defaults.</param>
    public ReferenceStack(Construct scope, string id, ReferenceSettings? settings = null)
        : base(scope, id, new StackProps { Description = "Clicks in a Kinesis stream that sizes itself, and from it in hourly objects of a bucket." })
    {
        settings ??= new ReferenceSettings();
        // Each construct marks what it makes; this is for the bucket, the topic and its key. Tags of the stack itself would reach what tags replace.
        Amazon.CDK.Tags.Of(this).Add("shardwise:construct", nameof(ReferenceStack), new TagProps { ExcludeResourceTypes = ["aws:cdk:stack"] });
        alarms = TopicOf(settings) is { } topic ? new AlarmSettings { Topic = topic } : new AlarmSettings();
        var stream = new DataStream(this, "Clicks", new DataStreamProps
        {
            ShardCount = 2,
            Retention = TimeSpan.FromHours(settings.RetentionHours),
            Alarms = alarms,
        });

        var autoscaler = new ShardAutoscaler(this, "Autoscaler", new ShardAutoscalerProps { Alarms = alarms });
        autoscaler.Watch(stream, new ShardScaling { MinShards = settings.MinShards, MaxShards = settings.MaxShards });

        var bucket = MakeBucket();
        var etl = new EtlConsumer(this, "ClickstreamEtl", new EtlConsumerProps
        {
            Stream = stream,
            AssetDirectory = Path.Combine(AppContext.BaseDirectory, "functions", "Shardwise.ClickstreamEtl"),
            Handler = "Shardwise.ClickstreamEtl::Shardwise.ClickstreamEtl.Function::HandleAsync",
            Environment = new Dictionary<string, string>
            {
                ["SHARDWISE_OUTPUT_BUCKET"] = bucket.BucketName,
                ["SHARDWISE_OUTPUT_PREFIX"] = Clicks,
                ["SHARDWISE_DEAD_LETTER_BUCKET"] = bucket.BucketName,
                ["SHARDWISE_DEAD_LETTER_PREFIX"] = DeadLetters,
            },
            Alarms = alarms,
        });
        etl.GrantPut(bucket, Clicks);
        etl.GrantPut(bucket, DeadLetters);
        var delivery = DeliverClicks(stream, bucket);
        List<IDashboardPart> parts = [stream, autoscaler, etl, delivery];
        if (settings.FlinkJar is { } jar)
            parts.Add(Analyse(stream, jar));
        var page = new StreamingDashboard(this, "Dashboard", new StreamingDashboardProps { Parts = parts });
        if (settings.Everything)
            AddTheRest(stream);

        Tell("StreamName", stream.StreamName, "Where producers put clicks.");
        Tell("BucketName", bucket.BucketName, $"Where clicks are written: {Clicks} by the function, {Delivered} by the delivery stream.");
        Tell("DeadLetters", bucket.S3UrlForObject(DeadLetters), "Where rejected records lie: shardwise redrive puts them back.");
        Tell("AutoscalerFunctionName", autoscaler.Function.FunctionName, "The function that sizes the stream: its log says why.");
        Tell("EtlFunctionName", etl.Function.FunctionName, "The function that writes clicks to the bucket.");
        Tell("DeliveryStreamName", delivery.StreamName, "The delivery stream that writes them too.");
        Tell("DashboardAddress", AddressOf(page), "The page of stream, scaler, function and delivery.");
    }

    // In China the console has a host of its own.
    private string AddressOf(StreamingDashboard page) =>
        $"https://{Region}.console.aws.amazon.com/cloudwatch/home?region={Region}#dashboards/dashboard/{page.Dashboard.DashboardName}";

    private void Tell(string id, string value, string description) =>
        _ = new CfnOutput(this, id, new CfnOutputProps { Value = value, Description = description });

    private ITopic? TopicOf(ReferenceSettings settings) => settings switch
    {
        { AlarmTopic: { } arn } => Topic.FromTopicArn(this, "OnCall", arn),
        { Everything: true } => MakeTopic(),
        _ => null,
    };

    // What reads the clicks by hand, what else writes them, and the trail of who did either.
    private void AddTheRest(DataStream stream)
    {
        _ = new FlinkStudio(this, "Notebook", new FlinkStudioProps { Sources = [stream.Stream] });
        _ = new StreamApi(this, "Api", new StreamApiProps { Stream = stream, Alarms = alarms });
        _ = new EventBridgeFeed(this, "Events", new EventBridgeFeedProps
        {
            Stream = stream,
            Pattern = new EventPattern { Source = ["shardwise.clicks"] },
            Alarms = alarms,
        });
        _ = new StreamAudit(this, "Audit", new StreamAuditProps { Streams = [stream.Stream] });
    }

    // An application is told its stream by a property group.
    private FlinkApplication Analyse(DataStream stream, string jar)
    {
        var place = jar[ReferenceSettings.S3.Length..].Split('/', 2);
        return new FlinkApplication(this, "Analysis", new FlinkApplicationProps
        {
            Code = FlinkCode.FromBucket(Bucket.FromBucketName(this, "Code", place[0]), place[1]),
            Sources = [stream.Stream],
            PropertyGroups = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["InputStream0"] = new Dictionary<string, string> { ["stream.arn"] = stream.StreamArn, ["aws.region"] = Region },
            },
            Alarms = alarms,
        });
    }

    // CloudWatch may use no topic that is encrypted with the AWS-managed key. A policy takes the place of the one that SNS gives to every topic, and
    // so must let it in: this CDK makes one only for this statement, and adds EnforceSSL's denial to it; a newer one makes it for the denial alone.
    private Topic MakeTopic()
    {
        var key = new Key(this, "OnCallKey", new KeyProps { EnableKeyRotation = true, Description = "Encrypts what the topic of alarms holds." });
        key.Grant(new ServicePrincipal("cloudwatch.amazonaws.com"), "kms:Decrypt", "kms:GenerateDataKey");
        var topic = new Topic(this, "OnCall", new TopicProps { MasterKey = key, EnforceSSL = true });
        topic.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "AllowAlarms",
            Principals = [new ServicePrincipal("cloudwatch.amazonaws.com")],
            Actions = ["sns:Publish"],
            Resources = [topic.TopicArn],
            Conditions = new Dictionary<string, object> { ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = Account } },
        }));
        return topic;
    }

    // The same clicks by Firehose: no code but one function over single records, at the price of minutes of delay.
    private FirehoseStream DeliverClicks(DataStream stream, Bucket bucket)
    {
        var transform = new TransformFunction(this, "ClickstreamTransform", new TransformFunctionProps
        {
            AssetDirectory = Path.Combine(AppContext.BaseDirectory, "functions", "Shardwise.ClickstreamTransform"),
            Handler = "Shardwise.ClickstreamTransform::Shardwise.ClickstreamTransform.Function::Handle",
        });
        return new FirehoseStream(this, "Delivery", new FirehoseStreamProps
        {
            Source = new KinesisSource { Stream = stream.Stream },
            Destination = new S3Destination
            {
                Bucket = bucket,
                Prefix = Delivered + "year=!{partitionKeyFromLambda:year}/month=!{partitionKeyFromLambda:month}/"
                    + "day=!{partitionKeyFromLambda:day}/hour=!{partitionKeyFromLambda:hour}/",
                Partitioning = new DynamicPartitioning(),
                Processing = new RecordProcessing { Transform = new LambdaTransform { Function = transform.Function } },
                BackupMode = BackupMode.All,
            },
            Alarms = alarms,
        });
    }

    private Bucket MakeBucket()
    {
        var bucket = new Bucket(this, "Lake", new BucketProps
        {
            BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
            Encryption = BucketEncryption.S3_MANAGED,
            EnforceSSL = true,
            ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
            // A batch that Lambda delivers twice overwrites its own object: the version before it is kept for a while, in case it was another.
            Versioned = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
            LifecycleRules =
            [
                new LifecycleRule { NoncurrentVersionExpiration = Duration.Days(30), AbortIncompleteMultipartUploadAfter = Duration.Days(7) },
            ],
        });
        // cdk-nag 2 reads the template's metadata, and version 3 the construct's.
        const string rule = "AwsSolutions-S1";
        const string reason = "Where access logs go, and for how long, is the account's choice: set ServerAccessLogsBucket.";
        var resource = (CfnBucket)bucket.Node.DefaultChild!;
        resource.AddMetadata("cdk_nag", new Dictionary<string, object>
        {
            ["rules_to_suppress"] = new object[] { new Dictionary<string, object> { ["id"] = rule, ["reason"] = reason } },
        });
        resource.Node.AddMetadata("aws:cdk:acknowledged-rules", new Dictionary<string, object> { [rule] = reason });
        return bucket;
    }
}
