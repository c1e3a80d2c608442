using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Kinesis;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tests.Defaults;
using Shardwise.Constructs.Tests.Delivery;
using Shouldly;

namespace Shardwise.Constructs.Tests.Gates;

/// <summary>Templates that deploy, and then are replaced under a taken name, race, or never alarm.</summary>
[Collection(CdkFixture.Name)]
public sealed class DeploymentGateTests(CdkFixture cdk)
{
    // Named for good, of which a bucket, a stream or a key replaces some; a group without a name; and a stream whose only such property is its name.
    private const string Trap =
        """
        {
          "Resources": {
            "Channel": {
              "Type": "AWS::Kinesis::Channel",
              "Properties": { "ChannelName": "clicks", "StreamConfigurationList": [ { "StreamARN": "SIDE" } ], "ServiceExecutionRoleARN": "role" }
            },
            "Door": { "Type": "AWS::S3::AccessPoint", "Properties": { "Name": "clicks", "Bucket": "lake" } },
            "Table": { "Type": "AWS::DynamoDB::Table", "Properties": { "TableName": "clicks", "KeySchema": [ { "AttributeName": "SIDE" } ] } },
            "Consumer": {
              "Type": "AWS::Kinesis::StreamConsumer",
              "Properties": { "ConsumerName": "clicks", "StreamARN": "SIDE" }
            },
            "Group": { "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupDescription": "SIDE" } },
            "Stream": { "Type": "AWS::Kinesis::Stream", "Properties": { "Name": "clicks" } }
          }
        }
        """;

    // A mapping that only refers to its consumer, one that waits for it, and a function whose role's policy comes when it comes.
    private const string Race =
        """
        {
          "Resources": {
            "Consumer": { "Type": "AWS::Kinesis::StreamConsumer", "Properties": { "ConsumerName": "clicks", "StreamARN": "arn" } },
            "Hasty": { "Type": "AWS::Kinesis::ResourcePolicy", "Properties": { "ResourceArn": { "Fn::GetAtt": [ "Consumer", "ConsumerARN" ] } } },
            "Patient": {
              "Type": "AWS::Kinesis::ResourcePolicy",
              "Properties": { "ResourceArn": { "Fn::Sub": "${Consumer.ConsumerARN}" } },
              "DependsOn": "Consumer"
            },
            "Role": { "Type": "AWS::IAM::Role", "Properties": {} },
            "Policy": { "Type": "AWS::IAM::Policy", "Properties": { "Roles": [ { "Ref": "Role" } ] } },
            "Function": { "Type": "AWS::Lambda::Function", "Properties": { "Role": { "Fn::GetAtt": [ "Role", "Arn" ] } } },
            "Mapping": { "Type": "AWS::Lambda::EventSourceMapping", "Properties": { "FunctionName": { "Ref": "Function" } } },
            "Waiting": { "Type": "AWS::Lambda::Function", "Properties": { "Role": { "Fn::GetAtt": [ "Role", "Arn" ] } }, "DependsOn": [ "Policy" ] },
            "Later": { "Type": "AWS::Lambda::EventSourceMapping", "Properties": { "FunctionName": { "Ref": "Waiting" } } }
          }
        }
        """;

    private const string DeafAlarms =
        """
        {
          "Resources": {
            "Stream": { "Type": "AWS::Kinesis::Stream", "Properties": {} },
            "Rule": { "Type": "AWS::Events::Rule", "Properties": { "EventBusName": "shop" } },
            "Heard": { "Type": "AWS::CloudWatch::Alarm", "Properties": { "Namespace": "AWS/Kinesis", "MetricName": "IncomingBytes",
              "Dimensions": [ { "Name": "StreamName", "Value": { "Ref": "Stream" } } ] } },
            "Arn": { "Type": "AWS::CloudWatch::Alarm", "Properties": { "Namespace": "AWS/Kinesis", "MetricName": "IncomingBytes",
              "Dimensions": [ { "Name": "StreamName", "Value": { "Fn::GetAtt": [ "Stream", "Arn" ] } } ] } },
            "None": { "Type": "AWS::CloudWatch::Alarm", "Properties": { "Namespace": "AWS/Kinesis", "MetricName": "IncomingBytes" } },
            "OfNobody": { "Type": "AWS::CloudWatch::Alarm", "Properties": { "Namespace": "AWS/SQS", "MetricName": "NumberOfMessagesSent",
              "Dimensions": [ { "Name": "QueueName", "Value": "mine" } ] } },
            "OfTheRule": { "Type": "AWS::CloudWatch::Alarm", "Properties": { "Namespace": "AWS/Events", "MetricName": "FailedInvocations",
              "Dimensions": [ { "Name": "RuleName", "Value": { "Ref": "Rule" } } ] } }
          }
        }
        """;

    private static readonly string[] Scripts = ["replacement.mjs", "order.mjs", "alarms.mjs"];

    public static TheoryData<string> Gates => [.. Scripts];

    [Theory]
    [MemberData(nameof(Gates))]
    public void No_template_has_a_finding(string script)
    {
        TemplateGate.OverAll(script, cdk).ShouldBeEmpty();
        TemplateGate.OverSynthesized(script, cdk).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Gates))]
    public void No_template_of_the_second_version_of_the_defaults_has_a_finding(string script) =>
        TemplateGate.Over(script, ("every construct", EveryOfTheSecondVersion)).ShouldBeEmpty();

    [Fact]
    public void A_name_that_stays_while_its_resource_is_replaced_is_found()
    {
        TemplateGate.Over("replacement.mjs", Trap).ShouldBe(
        [
            "planted.json: Door: AWS::S3::AccessPoint.Bucket replaces it, under the name that it has",
            "planted.json: Door: AWS::S3::AccessPoint.BucketAccountId replaces it, under the name that it has",
            "planted.json: Door: AWS::S3::AccessPoint.VpcConfiguration replaces it, under the name that it has",
        ]);
        TemplateGate.Over("replacement.mjs", ("X.before", Planted("stream")), ("X.after", Planted("other"))).ShouldBe(
        [
            "X.after.json: Channel: AWS::Kinesis::Channel: replaced under the name that it has: StreamConfigurationList",
            "X.after.json: Table: AWS::DynamoDB::Table: replaced under the name that it has: KeySchema",
        ]);
    }

    [Fact]
    public void What_does_not_wait_is_found() => TemplateGate.Over("order.mjs", Race).ShouldBe(
    [
        "planted.json: Hasty: AWS::Kinesis::ResourcePolicy does not wait for the consumer Consumer",
        "planted.json: Function: AWS::Lambda::Function does not wait for Policy, a policy of its role",
        "planted.json: Mapping: AWS::Lambda::EventSourceMapping does not wait for Policy, a policy of its role",
    ]);

    [Fact]
    public void An_alarm_that_can_never_go_off_is_found() => TemplateGate.Over("alarms.mjs", DeafAlarms).ShouldBe(
    [
        "planted.json: Arn: AWS/Kinesis IncomingBytes: StreamName is {Stream.Arn}, which no resource here is called",
        "planted.json: None: AWS/Kinesis IncomingBytes: it has no dimension",
        "planted.json: OfNobody: AWS/SQS NumberOfMessagesSent: QueueName is mine, which no resource here is called",
        "planted.json: OfTheRule: AWS/Events FailedInvocations: the rule is on the bus shop, and no dimension says so",
        "planted.json: OfTheRule: AWS/Events FailedInvocations: RuleName is {Rule}, which is BUS|NAME",
    ]);

    [Fact]
    public void Two_stacks_of_an_app_watch_nothing_together() =>
        TemplateGate.Over("alarms.mjs", ("every construct@one", EveryOfTheSecondVersion), ("every construct@two", Every("Two", "two")))
            .ShouldBeEmpty();

    [Fact]
    public void Two_stacks_that_watch_one_thing_are_found()
    {
        SynthesizedTemplate Api(string name)
        {
            var stack = cdk.NewStack(name);
            _ = new StreamApi(stack, "In", new StreamApiProps { Stream = new DataStream(stack, "Clicks") });
            return CdkFixture.Synthesize(stack);
        }

        TemplateGate.Over("alarms.mjs", ("app@one", Api("One")), ("app@two", Api("Two"))).Select(line => line.Split(": ")[2..5]).ShouldBe(
            [["app", "AWS/ApiGateway 5XXError ApiName=Api is also watched by app@two.json", "InFailedAlarm18D21EC8"]]);
    }

    // Tags of the app reach whatever takes tags; a consumer that they replace could not be deployed.
    [Fact]
    public void With_the_second_version_of_the_defaults_neither_another_stream_nor_tags_replace_a_named_resource_under_its_name() =>
        ReplacedUnderTheirNames(ConstructDefaults.V2).ShouldBeEmpty();

    [Fact]
    public void With_the_first_version_they_do() =>
        ReplacedUnderTheirNames(ConstructDefaults.V1).ShouldBe(["AWS::Kinesis::StreamConsumer", "AWS::Kinesis::Channel"]);

    // First tags, then another stream.
    private IEnumerable<string> ReplacedUnderTheirNames(ConstructDefaults defaults) =>
        TemplateGate.Over(
            "replacement.mjs",
            ("One.before", Parts(defaults, "First", tagged: false)), ("One.after", Parts(defaults, "First", tagged: true)),
            ("Two.before", Parts(defaults, "First", tagged: true)), ("Two.after", Parts(defaults, "Second", tagged: true)))
        .Select(line => line.Split(": ")[2]);

    private SynthesizedTemplate Planted(string side) => new((System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(
        Trap.Replace("SIDE", side, StringComparison.Ordinal))!);

    private SynthesizedTemplate EveryOfTheSecondVersion => cdk.Once("every construct of the second version", () => Every("Every"));

    private SynthesizedTemplate Every(string name, string application = "search") => With(ConstructDefaults.V2, () =>
    {
        var stack = cdk.NewStack(name);
        EveryConstruct.In(stack, cdk.Published("Clean"), application);
        return CdkFixture.Synthesize(stack);
    });

    // The same constructs over one of two streams.
    private SynthesizedTemplate Parts(ConstructDefaults defaults, string read, bool tagged) => With(defaults, () =>
    {
        var stack = cdk.NewStack();
        if (tagged)
            Tags.Of(stack.Node.Root).Add("team", "web");
        var parts = new DeliveryParts(stack);
        var streams = ((string[])["First", "Second"]).ToDictionary(
            id => id, id => new DataStream(stack, id, new DataStreamProps { Mode = StreamMode.ON_DEMAND, EncryptionKey = parts.Key }));
        _ = new StreamChannel(stack, "Channel", new StreamChannelProps
        {
            Stream = streams[read],
            Destination = new ChannelBucket { Bucket = parts.Bucket },
        });
        _ = new FanOutConsumer(stack, "FanOut", new FanOutConsumerProps
        {
            Stream = streams[read],
            Tags = tagged ? new Dictionary<string, string> { ["team"] = "web" } : [],
        });
        _ = new EtlConsumer(stack, "Etl", new EtlConsumerProps
        {
            Stream = streams[read],
            EnhancedFanOut = true,
            AssetDirectory = cdk.Published("Clean"),
            Handler = "Clean::Clean.Function::HandleAsync",
        });
        _ = new EventBridgeFeed(stack, "Feed", new EventBridgeFeedProps { Stream = streams[read], Pattern = new EventPattern { Source = ["shop"] } });
        _ = new StreamApi(stack, "Api", new StreamApiProps { Stream = streams[read] });
        return CdkFixture.Synthesize(stack);
    });

    private static T With<T>(ConstructDefaults defaults, Func<T> make)
    {
        using (new Under(defaults))
            return make();
    }
}
