using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Constructs;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;

namespace Shardwise.App;

/// <summary>
/// The reference pipeline: clicks flow into a stream that keeps the size of its load, and from it into hourly objects in a bucket. A dashboard shows it.
/// </summary>
public sealed class ReferenceStack : Stack
{
    private const string Clicks = "clicks/";
    private const string DeadLetters = "dead-letters/";

    /// <summary>Makes the pipeline.</summary>
    /// <param name="scope">The app.</param>
    /// <param name="id">The stack's name.</param>
    /// <param name="settings">The choices; the default is all defaults.</param>
    public ReferenceStack(Construct scope, string id, ReferenceSettings? settings = null) : base(scope, id)
    {
        settings ??= new ReferenceSettings();
        var stream = new DataStream(this, "Clicks", new DataStreamProps
        {
            ShardCount = 2,
            Retention = TimeSpan.FromHours(settings.RetentionHours),
        });

        var autoscaler = new ShardAutoscaler(this, "Autoscaler");
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
        });
        etl.GrantPut(bucket, Clicks);
        etl.GrantPut(bucket, DeadLetters);
        var delivery = DeliverClicks(stream, bucket);
        _ = new StreamingDashboard(this, "Dashboard", new StreamingDashboardProps { Parts = [stream, autoscaler, etl, delivery] });
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
                Prefix = "delivered/year=!{partitionKeyFromLambda:year}/month=!{partitionKeyFromLambda:month}/"
                    + "day=!{partitionKeyFromLambda:day}/hour=!{partitionKeyFromLambda:hour}/",
                Partitioning = new DynamicPartitioning(),
                Processing = new RecordProcessing { Transform = new LambdaTransform { Function = transform.Function } },
                BackupMode = BackupMode.All,
            },
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
        ((CfnBucket)bucket.Node.DefaultChild!).AddMetadata("cdk_nag", new Dictionary<string, object>
        {
            ["rules_to_suppress"] = new object[]
            {
                new Dictionary<string, object>
                {
                    ["id"] = "AwsSolutions-S1",
                    ["reason"] = "Where access logs go, and for how long, is the account's choice: set ServerAccessLogsBucket.",
                },
            },
        });
        return bucket;
    }
}
