using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tests.Flink;
using Shardwise.Constructs.Video;
using Shouldly;

namespace Shardwise.Constructs.Tests.Access;

/// <summary>Every construct that lets a role use a key: a key whose policy leaves nothing to IAM is told.</summary>
[Collection(CdkFixture.Name)]
public sealed class KeysWithoutRootTests(CdkFixture cdk)
{
    private static readonly Dictionary<string, Action<CdkFixture, Stack, IKey>> Users = new()
    {
        ["a stream's grant"] = (_, stack, key) => Stream(stack, key).GrantRead(new User(stack, "Reader")),
        ["a consumer's grant"] = (_, stack, key) =>
            new FanOutConsumer(stack, "Search", new FanOutConsumerProps { Stream = Stream(stack, key) }).GrantRead(new User(stack, "Reader")),
        ["a KCL application"] = (_, stack, key) =>
            new KclApplication(stack, "Kcl", new KclApplicationProps { Stream = Stream(stack, key), ApplicationName = "kcl" })
                .GrantRun(new User(stack, "Worker")),
        ["an ETL consumer"] = (cdk, stack, key) => new EtlConsumer(stack, "Etl", new EtlConsumerProps
        {
            Stream = Stream(stack, key),
            AssetDirectory = cdk.Published("Clean"),
            Handler = "Clean::Clean.Function::HandleAsync",
        }),
        ["an API"] = (_, stack, key) => new StreamApi(stack, "Api", new StreamApiProps { Stream = Stream(stack, key) }),
        ["a feed"] = (_, stack, key) => new EventBridgeFeed(
            stack, "Feed", new EventBridgeFeedProps { Stream = Stream(stack, key), Pattern = new EventPattern { Source = ["shop"] } }),
        ["an agent"] = (_, stack, key) => new KinesisAgent(
            stack, "Agent", new KinesisAgentProps { Flows = [new AgentFlow { FilePattern = "/var/log/*.log", Stream = Stream(stack, key) }] })
            .GrantRun(new User(stack, "Host")),
        ["a channel"] = (_, stack, key) => new StreamChannel(stack, "Channel", new StreamChannelProps
        {
            Stream = new DataStream(stack, "Clicks", new DataStreamProps { Mode = StreamMode.ON_DEMAND, EncryptionKey = key }),
            Destination = new ChannelBucket { Bucket = Bucket.FromBucketName(stack, "Lake", "lake") },
        }),
        ["a delivery stream's source"] = (_, stack, key) => new FirehoseStream(stack, "Delivery", new FirehoseStreamProps
        {
            Source = new KinesisSource { Stream = Stream(stack, key).Stream },
            Destination = new S3Destination { Bucket = Bucket.FromBucketName(stack, "Lake", "lake") },
        }),
        ["a delivery stream's objects"] = (_, stack, key) => new FirehoseStream(stack, "Delivery", new FirehoseStreamProps
        {
            Destination = new S3Destination { Bucket = Bucket.FromBucketName(stack, "Lake", "lake"), EncryptionKey = key },
        }),
        ["a Flink application's source"] = (_, stack, key) => new FlinkApplication(
            stack, "Pages", new FlinkParts(stack).Props with { Sources = [Stream(stack, key).Stream] }),
        ["a video stream"] = (_, stack, key) =>
            new VideoStream(stack, "Door", new VideoStreamProps { EncryptionKey = key }).GrantRead(new User(stack, "Viewer")),
    };

    public static TheoryData<string> Names => [.. Users.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_that_leaves_nothing_to_IAM_is_told_by_whatever_uses_it(string user)
    {
        var stack = cdk.NewStack();
        Users[user](cdk, stack, new Key(stack, "Key", new KeyProps
        {
            Policy = new PolicyDocument(new PolicyDocumentProps
            {
                Statements = [new PolicyStatement(new PolicyStatementProps
                {
                    Principals = [new ArnPrincipal("arn:aws:iam::111122223333:role/keeper")],
                    Actions = ["kms:*"],
                    Resources = ["*"],
                })],
            }),
        }));

        CdkFixture.Warnings(stack).ShouldContain(warning => warning.Contains("shardwise:key-without-root", StringComparison.Ordinal));
    }

    private static DataStream Stream(Stack stack, IKey key) => new(stack, "Clicks", new DataStreamProps { EncryptionKey = key });
}
