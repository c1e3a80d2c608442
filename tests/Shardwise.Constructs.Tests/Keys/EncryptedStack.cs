using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SecretsManager;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tests.Delivery;
using Shardwise.Constructs.Video;

namespace Shardwise.Constructs.Tests.Keys;

/// <summary>A stack of every construct that reads or writes what a key of yours encrypts, and whoever is granted it: each resource by a key of its own.</summary>
internal static class EncryptedStack
{
    public static void In(Stack stack, string published)
    {
        var parts = new DeliveryParts(stack);
        var somebody = new User(stack, "Somebody");
        var clicks = new DataStream(stack, "Clicks", new DataStreamProps { EncryptionKey = Key(stack, "OfClicks"), Mode = StreamMode.PROVISIONED });
        Readers(stack, clicks, published);
        Writers(stack, clicks);
        Deliveries(stack, parts, somebody);
        Destinations(stack, parts, clicks);
        Flink(stack, clicks);
        var door = new VideoStream(stack, "Door", new VideoStreamProps { EncryptionKey = Key(stack, "OfDoor") });
        door.GrantRead(somebody);
        door.GrantWrite(new User(stack, "Camera"));
    }

    private static Key Key(Stack stack, string id) => new(stack, $"Key{id}");

    private static Bucket Bucket(Stack stack, string id) => new(stack, id, new BucketProps { EncryptionKey = Key(stack, id) });

    private static Secret Secret(Stack stack, string id) => new(stack, id, new SecretProps { EncryptionKey = Key(stack, id) });

    private static void Readers(Stack stack, DataStream clicks, string published)
    {
        new FanOutConsumer(stack, "Search", new FanOutConsumerProps { Stream = clicks }).GrantRead(new User(stack, "Searcher"));
        clicks.GrantRead(new User(stack, "Reader"));
        clicks.GrantEnhancedFanOut(new User(stack, "Registrar"));
        new KclApplication(stack, "Kcl", new KclApplicationProps { Stream = clicks, ApplicationName = "search" }).GrantRun(new User(stack, "Worker"));
        foreach (var fanOut in (bool[])[false, true])
            _ = new EtlConsumer(stack, $"Etl{fanOut}", new EtlConsumerProps
            {
                Stream = clicks,
                AssetDirectory = published,
                Handler = "Clean::Clean.Function::HandleAsync",
                EnhancedFanOut = fanOut,
            });
    }

    private static void Writers(Stack stack, DataStream clicks)
    {
        clicks.GrantWrite(new User(stack, "Writer"));
        clicks.GrantKplWrite(new User(stack, "KplWriter"));
        _ = new StreamApi(stack, "Api", new StreamApiProps { Stream = clicks });
        _ = new EventBridgeFeed(stack, "Feed", new EventBridgeFeedProps { Stream = clicks, Pattern = new EventPattern { Source = ["shop.orders"] } });
        new KinesisAgent(stack, "Agent", new KinesisAgentProps { Flows = [new AgentFlow { FilePattern = "/var/log/web/*.log", Stream = clicks }] })
            .GrantRun(new User(stack, "Host"));
    }

    private static void Deliveries(Stack stack, DeliveryParts parts, User somebody)
    {
        var puts = new FirehoseStream(stack, "Puts", new FirehoseStreamProps
        {
            Source = new DirectPutSource { EncryptionKey = Key(stack, "OfPuts") },
            Destination = parts.S3,
        });
        puts.GrantPut(somebody);
        puts.SubscribeLogs("Web", LogGroup.FromLogGroupName(stack, "WebLogs", "web"));
        puts.SubscribeEvents(new Rule(stack, "Orders", new RuleProps { EventPattern = new EventPattern { Source = ["shop.orders"] } }));
        new KinesisAgent(stack, "DeliveryAgent", new KinesisAgentProps
        {
            Flows = [new AgentFlow { FilePattern = "/var/log/web/*.log", Delivery = puts }],
        }).GrantRun(new User(stack, "DeliveryHost"));
    }

    // One bucket for what is delivered and what is backed up, by two keys.
    private static void Destinations(Stack stack, DeliveryParts parts, DataStream clicks)
    {
        void Make(string id, Func<Bucket, S3Location, DeliveryDestination> destination, bool ofItsOwn = false)
        {
            var bucket = ofItsOwn ? Bucket(stack, $"{id}Lake") : new Bucket(stack, $"{id}Lake");
            var backup = new S3Location { Bucket = bucket, EncryptionKey = Key(stack, $"{id}Backup") };
            _ = new FirehoseStream(stack, id, new FirehoseStreamProps
            {
                Source = new KinesisSource { Stream = clicks.Stream },
                Destination = destination(bucket, backup),
                Alarms = new() { Enabled = false },
            });
        }

        Make("S3", (bucket, backup) => new S3Destination
        {
            Bucket = bucket,
            EncryptionKey = Key(stack, "Objects"),
            BackupMode = BackupMode.All,
            Backup = backup,
        });
        Make(
            "S3AsTheBucketDoes", (bucket, backup) => new S3Destination { Bucket = bucket, BackupMode = BackupMode.All, Backup = backup },
            ofItsOwn: true);
        Make("Redshift", (bucket, backup) => parts.Redshift with
        {
            Credentials = Secret(stack, "RedshiftSecret"),
            Staging = parts.Redshift.Staging with { Bucket = bucket, EncryptionKey = Key(stack, "Staging") },
            BackupMode = BackupMode.All,
            Backup = backup,
        });
        Make("Iceberg", (bucket, backup) => parts.Iceberg with { Warehouse = bucket, Backup = backup }, ofItsOwn: true);
        Make("OpenSearch", (_, backup) => parts.OpenSearch with { Backup = backup });
        Make(
            "Serverless", (bucket, backup) => parts.Serverless with { Backup = backup with { Bucket = bucket, EncryptionKey = null } }, ofItsOwn: true);
        Make("Splunk", (_, backup) => parts.Splunk with { Token = Secret(stack, "SplunkSecret"), Backup = backup });
        Make("Http", (_, backup) => parts.Http with { AccessKey = Secret(stack, "HttpSecret"), Backup = backup });
        Make("Snowflake", (_, backup) => parts.Snowflake with { Credentials = Secret(stack, "SnowflakeSecret"), Backup = backup });
    }

    private static void Flink(Stack stack, DataStream clicks)
    {
        var pages = new DataStream(stack, "Pages", new DataStreamProps { EncryptionKey = Key(stack, "OfPages") });
        foreach (var name in (string?[])[null, "clicks"])
            _ = new FlinkApplication(stack, $"Flink{name}", new FlinkApplicationProps
            {
                ApplicationName = name,
                Code = FlinkCode.FromBucket(Bucket(stack, $"Code{name}"), "clicks.jar"),
                Sources = [clicks.Stream],
                Sinks = [pages.Stream],
                EncryptionKey = Key(stack, $"OfFlink{name}"),
            });
        _ = new FlinkStudio(stack, "Studio", new FlinkStudioProps
        {
            Sources = [clicks.Stream],
            Sinks = [pages.Stream],
            Artifacts = [StudioArtifact.Jar(FlinkCode.FromBucket(Bucket(stack, "Library"), "library.jar"))],
        });
    }
}
