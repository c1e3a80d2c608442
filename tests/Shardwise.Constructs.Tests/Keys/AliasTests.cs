using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Streams;
using Shouldly;

namespace Shardwise.Constructs.Tests.Keys;

/// <summary>Keys that are known by an alias alone: a policy's resource is the key, and the ARN of an alias matches nothing there.</summary>
[Collection(CdkFixture.Name)]
public sealed class AliasTests(CdkFixture cdk)
{
    private const string OnAnyKey = "arn:{AWS::Partition}:kms:{AWS::Region}:{AWS::AccountId}:key/*";

    private static readonly Dictionary<string, Action<Stack, IDataStream, string>> Users = new()
    {
        ["GrantRead"] = (stack, stream, _) => stream.GrantRead(Worker(stack)),
        ["GrantWrite"] = (stack, stream, _) => stream.GrantWrite(Worker(stack)),
        ["GrantReadWrite"] = (stack, stream, _) => stream.GrantReadWrite(Worker(stack)),
        ["GrantKplWrite"] = (stack, stream, _) => stream.GrantKplWrite(Worker(stack)),
        ["GrantKclConsumer"] = (stack, stream, _) => stream.GrantKclConsumer(Worker(stack), "search"),
        ["FanOutConsumer"] = (stack, stream, _) => new FanOutConsumer(
            stack, "User", new FanOutConsumerProps { Stream = stream }).GrantRead(Worker(stack)),
        ["StreamApi"] = (stack, stream, _) => new StreamApi(stack, "User", new StreamApiProps { Stream = stream }),
        ["EventBridgeFeed"] = (stack, stream, _) => new EventBridgeFeed(
            stack, "User", new EventBridgeFeedProps { Stream = stream, Pattern = new EventPattern { Source = ["shop"] } }),
        ["KinesisAgent"] = (stack, stream, _) => new KinesisAgent(stack, "User", new KinesisAgentProps
        {
            Flows = [new AgentFlow { FilePattern = "/var/log/web/*.log", Stream = stream }],
        }).GrantRun(Worker(stack)),
        ["EtlConsumer"] = (stack, stream, published) => new EtlConsumer(stack, "User", Etl(stream, published)),
        ["EtlConsumer with a role"] = (stack, stream, published) => new EtlConsumer(
            stack, "User", Etl(stream, published) with { Function = new FunctionSettings { Role = Worker(stack) } }),
        ["FirehoseStream"] = (stack, stream, _) => new FirehoseStream(stack, "User", new FirehoseStreamProps
        {
            Source = new KinesisSource { Stream = stream.Stream },
            Destination = new S3Destination { Bucket = Bucket.FromBucketName(stack, "Lake", "example-lake") },
        }),
        ["FlinkApplication"] = (stack, stream, _) => new FlinkApplication(stack, "User", new FlinkApplicationProps
        {
            Code = FlinkCode.FromBucket(Bucket.FromBucketName(stack, "Code", "example-code"), "pages.jar"),
            Sources = [stream.Stream],
        }),
    };

    public static TheoryData<string> Everyone => [.. Users.Keys];

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Whoever_uses_a_stream_may_use_the_key_that_the_alias_names(string user)
    {
        var (made, imported) = (cdk.NewStack(), cdk.NewStack());

        Users[user](made, new DataStream(made, "Clicks", new DataStreamProps { EncryptionKey = Known(made) }), cdk.Published("Clean"));
        Users[user](
            imported,
            DataStream.FromStreamAttributes(imported, "Clicks", new DataStreamAttributes { StreamName = "clicks", EncryptionKey = Known(imported) }),
            cdk.Published("Clean"));

        ShouldBeAllowedByAlias(CdkFixture.Synthesize(made));
        ShouldBeAllowedByAlias(CdkFixture.Synthesize(imported));
    }

    [Theory]
    [InlineData("StreamApi")]
    [InlineData("EventBridgeFeed")]
    [InlineData("EtlConsumer")]
    [InlineData("FirehoseStream")]
    [InlineData("FlinkApplication")]
    public void A_role_of_the_constructs_has_a_reason_for_naming_every_key(string user)
    {
        var stack = cdk.NewStack();

        Users[user](stack, new DataStream(stack, "Clicks", new DataStreamProps { EncryptionKey = Known(stack) }), cdk.Published("Clean"));

        CdkFixture.Synthesize(stack).Reasons().ShouldContain(reason => reason.StartsWith("User", StringComparison.Ordinal)
            && reason.Contains(" AwsSolutions-IAM5 ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_function_may_use_the_keys_of_its_environment_and_its_failures(bool withRole)
    {
        var stack = cdk.NewStack();
        var key = Known(stack);

        _ = new EtlConsumer(stack, "Etl", Etl(DataStream.FromStreamName(stack, "Clicks", "clicks"), cdk.Published("Clean")) with
        {
            OnFailure = FailureDestination.ToTopic(new Topic(stack, "Failed"), key),
            Function = new FunctionSettings { EnvironmentKey = key, Role = withRole ? Worker(stack) : null },
        });

        var template = CdkFixture.Synthesize(stack);
        ShouldBeAllowedByAlias(template);
        template.Allowed().ShouldContain($"Allow kms:GenerateDataKey on {OnAnyKey}");
    }

    private static void ShouldBeAllowedByAlias(SynthesizedTemplate template)
    {
        template.Allowed().Where(line => line.Contains(":alias/", StringComparison.Ordinal)).ShouldBeEmpty();
        template.Allowed().Where(line => line.StartsWith("Allow kms:", StringComparison.Ordinal)).Select(line => line.Split(" on ")[1]).Distinct()
            .ShouldBe([OnAnyKey]);
        var onKeys = template.Resources("AWS::IAM::Policy").Values
            .SelectMany(policy => policy["Properties"]!["PolicyDocument"]!["Statement"]!.AsArray())
            .Where(statement => statement!["Action"]!.ToJsonString().Contains("kms:", StringComparison.Ordinal)).ToList();
        onKeys.ShouldAllBe(statement => statement!["Condition"]!["ForAnyValue:StringEquals"]!["kms:ResourceAliases"]!.ToString() == "alias/clicks");
    }

    private static IAlias Known(Stack stack) => Alias.FromAliasName(stack, "Key", "alias/clicks");

    private static Role Worker(Stack stack) => new(stack, "Worker", new RoleProps { AssumedBy = new ServicePrincipal("lambda.amazonaws.com") });

    private static EtlConsumerProps Etl(IDataStream stream, string published) => new()
    {
        Stream = stream,
        AssetDirectory = published,
        Handler = "Clean::Clean.Function::HandleAsync",
    };
}
