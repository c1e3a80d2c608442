using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Kinesis;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Network;
using Shardwise.Constructs.Pipelines;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tests.Delivery;
using Shardwise.Constructs.Tests.Flink;
using Shardwise.Constructs.Video;

namespace Shardwise.Constructs.Tests.Defaults;

/// <summary>A stack that holds every construct with nothing set but what must be, so that all else in it is a default.</summary>
internal static class EveryConstruct
{
    private const string TableBucket = "arn:aws:s3tables:eu-west-1:111122223333:bucket/lake";

    /// <summary>One such stack by the first version of the defaults, for all who only look at it.</summary>
    public static Stack Shared(CdkFixture cdk) => cdk.Once("every construct", () =>
    {
        var stack = cdk.NewStack("Every");
        In(stack, cdk.Published("Clean"));
        return stack;
    });

    /// <summary>Its template.</summary>
    public static SynthesizedTemplate Template(CdkFixture cdk) => cdk.Once("template of every construct", () => CdkFixture.Synthesize(Shared(cdk)));

    /// <param name="stack">The stack.</param>
    /// <param name="published">The folder of a published function.</param>
    /// <param name="application">What a KCL application is called, which is the user's to say.</param>
    public static void In(Stack stack, string published, string application = "search")
    {
        var parts = new DeliveryParts(stack);
        var plain = new DataStream(stack, "Plain");
        // What else is made here needs to know which of the two a stream is.
        var clicks = new DataStream(stack, "Clicks", new DataStreamProps { Mode = StreamMode.PROVISIONED });
        Streams(stack, parts, published, clicks, application);
        Producers(stack, clicks, parts);
        Destinations(stack, parts);
        Partners(stack, parts);
        Flink(stack);
        _ = new TransformFunction(stack, "TransformFunction", new TransformFunctionProps
        {
            AssetDirectory = published,
            Handler = "Clean::Clean.Function::Handle",
        });
        _ = new VideoStream(stack, "Video");
        _ = new SignalingChannel(stack, "Signaling");
        var vpc = Vpc.FromVpcAttributes(stack, "Vpc", new VpcAttributes
        {
            VpcId = "vpc-00000001",
            AvailabilityZones = ["eu-west-1a"],
            PrivateSubnetIds = ["subnet-00000001"],
            VpcCidrBlock = "10.0.0.0/16",
        });
        _ = new StreamEndpoints(stack, "NotForFirehose", new StreamEndpointsProps { Vpc = vpc, DataStreams = true });
        _ = new StreamEndpoints(stack, "NotForStreams", new StreamEndpointsProps { Vpc = vpc, Firehose = true });
        _ = new StreamAudit(stack, "Audit", new StreamAuditProps { Streams = [plain.Stream] });
        _ = new StreamingPipeline(stack, "Pipeline", new StreamingPipelineProps());
    }

    private static void Streams(Stack stack, DeliveryParts parts, string published, DataStream clicks, string application)
    {
        var onDemand = new DataStream(stack, "OnDemand", new DataStreamProps { Mode = StreamMode.ON_DEMAND, EncryptionKey = parts.Key });
        _ = new StreamChannel(stack, "ToBucket", new StreamChannelProps
        {
            Stream = onDemand,
            Destination = new ChannelBucket { Bucket = parts.Bucket },
        });
        _ = new StreamChannel(stack, "ToTable", new StreamChannelProps
        {
            Stream = onDemand,
            Format = ChannelFormat.GlueJson,
            Destination = new ChannelTable { TableBucketArn = TableBucket, Namespace = "web", Table = "clicks", DeadLetterBucket = parts.Bucket },
        });
        _ = new StreamQueue(stack, "Queue", new StreamQueueProps { Stream = onDemand });
        _ = new FanOutConsumer(stack, "FanOut", new FanOutConsumerProps { Stream = clicks });
        _ = new FanOutConsumer(
            stack, "Tagged", new FanOutConsumerProps { Stream = clicks, Tags = new Dictionary<string, string> { ["team"] = "search" } });
        // A scaler of another stack has something in this one where stacks share it.
        new ShardAutoscaler(new Stack((Amazon.CDK.App)stack.Node.Root, "Shared"), "Autoscaler").Watch(
            new DataStream(stack, "Watched", new DataStreamProps { Mode = StreamMode.PROVISIONED }), new ShardScaling { MaxShards = 8 });
        new ShardAutoscaler(stack, "Autoscaler").Watch(clicks, new ShardScaling
        {
            MaxShards = 8,
            Floors = [new ShardFloor { MinShards = 4, From = new TimeOnly(18, 0), Until = new TimeOnly(23, 0) }],
        });
        _ = new EtlConsumer(stack, "Etl", new EtlConsumerProps
        {
            Stream = clicks,
            AssetDirectory = published,
            Handler = "Clean::Clean.Function::HandleAsync",
        });
        new KclApplication(stack, "Kcl", new KclApplicationProps { Stream = clicks, ApplicationName = application })
            .GrantRun(new Amazon.CDK.AWS.IAM.User(stack, "Worker"));
    }

    private static void Producers(Stack stack, DataStream clicks, DeliveryParts parts)
    {
        _ = new StreamApi(stack, "Api", new StreamApiProps { Stream = clicks });
        _ = new EventBridgeFeed(stack, "Feed", new EventBridgeFeedProps { Stream = clicks, Pattern = new EventPattern { Source = ["shop.orders"] } });
        var agent = new KinesisAgent(stack, "Agent", new KinesisAgentProps
        {
            Flows = [new AgentFlow { FilePattern = "/var/log/web/*.log", Stream = clicks }],
        });
        _ = new CfnOutput(stack, "AgentJson", new CfnOutputProps { Value = agent.AgentJson });
    }

    private static void Destinations(Stack stack, DeliveryParts parts)
    {
        void Make(string id, DeliveryDestination destination, DeliverySource? source = null) => _ = new FirehoseStream(
            stack, id, source is null ? new FirehoseStreamProps { Destination = destination } : new() { Destination = destination, Source = source });

        var transformed = new RecordProcessing
        {
            CloudWatchLogs = LogUnpacking.None,
            Transform = new LambdaTransform { Function = parts.Transform },
            AppendNewline = false,
        };
        Make("S3", parts.S3 with { Processing = transformed }, parts.Msk);
        Make("S3Partitioned", parts.Partitioned);
        Make("S3Converted", parts.Converted);
        foreach (var (id, output) in new (string, ColumnarOutput)[] { ("Parquet", new ParquetOutput()), ("Orc", new OrcOutput()) })
            Make($"S3{id}", parts.S3 with
            {
                Conversion = new FormatConversion { Schema = new GlueTable("lake", "clicks"), Input = new OpenXJsonInput(), Output = output },
            });
        Make("Redshift", parts.Redshift);
        Make("OpenSearch", parts.OpenSearch);
        Make("OpenSearchServerless", parts.Serverless);
        Make("Http", parts.Http);
        Make("Splunk", parts.Splunk with { Processing = transformed });
        var snowflake = parts.Snowflake;
        Make("Snowflake", snowflake with { ContentColumn = snowflake.Loading == SnowflakeLoading.Content ? "CONTENT" : null });
        Make("Iceberg", parts.Iceberg);
    }

    private static void Partners(Stack stack, DeliveryParts parts)
    {
        var key = parts.Secret("partner");
        foreach (var (id, destination) in new[]
        {
            ("Datadog", HttpDestination.Datadog(DatadogEndpoint.LogsEu, key)),
            ("NewRelic", HttpDestination.NewRelic(NewRelicEndpoint.LogsEu, key)),
            ("Dynatrace", HttpDestination.Dynatrace("https://abc12345.live.dynatrace.com", key)),
            ("Coralogix", HttpDestination.Coralogix(CoralogixEndpoint.Eu1, key, "web", "clicks")),
            ("Elastic", HttpDestination.Elastic("https://web.es.eu-west-1.aws.elastic-cloud.com", key)),
            ("Honeycomb", HttpDestination.Honeycomb(HoneycombEndpoint.Eu, "clicks", key)),
        })
            _ = new FirehoseStream(stack, id, new FirehoseStreamProps { Destination = destination });
    }

    private static void Flink(Stack stack)
    {
        _ = new FlinkApplication(stack, "Flink", new FlinkParts(stack).Props);
        _ = new FlinkStudio(stack, "Studio");
    }
}
