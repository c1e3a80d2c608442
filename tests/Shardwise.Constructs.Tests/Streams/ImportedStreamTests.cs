using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Pipelines;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;
using KinesisStream = Amazon.CDK.AWS.Kinesis.Stream;
using KinesisStreamProps = Amazon.CDK.AWS.Kinesis.StreamProps;

namespace Shardwise.Constructs.Tests.Streams;

/// <summary>Streams that are there already, in place of one that is made here.</summary>
[Collection(CdkFixture.Name)]
public sealed class ImportedStreamTests(CdkFixture cdk)
{
    private const string Arn = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks";
    private const string ConsumerArn = $"{Arn}/consumer/search:1700000000";
    private const string Key = "arn:aws:kms:eu-west-1:111122223333:key/1a2b3c4d-1234-1234-1234-123456789012";

    private static readonly Dictionary<string, Func<Stack, IDataStream>> Ways = new()
    {
        ["its ARN"] = stack => DataStream.FromStreamArn(stack, "Clicks", Arn),
        ["its name"] = stack => DataStream.FromStreamName(stack, "Clicks", "clicks"),
        ["its attributes"] = stack => DataStream.FromStreamAttributes(stack, "Clicks", new DataStreamAttributes
        {
            StreamArn = Arn,
            EncryptionKey = Amazon.CDK.AWS.KMS.Key.FromKeyArn(stack, "Key", Key),
            Mode = StreamMode.PROVISIONED,
            Retention = TimeSpan.FromHours(48),
            Alarms = new AlarmSettings(),
        }),
        ["a stream of the CDK"] = stack => DataStream.FromStream(new KinesisStream(stack, "Clicks")),
        ["an import of the CDK"] = stack => DataStream.FromStream(KinesisStream.FromStreamArn(stack, "Clicks", Arn)),
        ["an ARN that is known at deployment"] = stack =>
            DataStream.FromStreamArn(stack, "Clicks", new CfnParameter(stack, "ClicksArn").ValueAsString),
        ["a name that is known at deployment"] = stack =>
            DataStream.FromStreamName(stack, "Clicks", new CfnParameter(stack, "ClicksName").ValueAsString),
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_existing_stream_stands_wherever_one_that_is_made_does(string way)
    {
        var stack = cdk.NewStack();
        var stream = Ways[way](stack);
        var reader = new Role(stack, "Reader", new RoleProps { AssumedBy = new ServicePrincipal("ecs-tasks.amazonaws.com") });
        stream.GrantRead(reader);
        stream.GrantKplWrite(reader);
        stream.GrantKclConsumer(reader, "search");
        var autoscaler = new ShardAutoscaler(stack, "Autoscaler");
        var fanOut = new FanOutConsumer(stack, "Search", new FanOutConsumerProps { Stream = stream });
        fanOut.GrantRead(reader);
        var application = new KclApplication(stack, "Kcl", new KclApplicationProps { Stream = stream, ApplicationName = "kcl" });
        application.GrantRun(reader);
        _ = new StreamApi(stack, "Api", new StreamApiProps { Stream = stream });
        _ = new EventBridgeFeed(stack, "Feed", new EventBridgeFeedProps { Stream = stream, Pattern = new EventPattern { Source = ["shop"] } });
        new KinesisAgent(stack, "Agent", new KinesisAgentProps { Flows = [new AgentFlow { FilePattern = "/var/log/*.log", Stream = stream }] })
            .GrantRun(reader);
        _ = new StreamingPipeline(stack, "Pipeline", new StreamingPipelineProps
        {
            ExistingStream = stream,
            ExistingAutoscaler = autoscaler,
            Scaling = new ShardScaling { MaxShards = 8 },
            Consumer = clicks => new EtlConsumerProps { Stream = clicks, AssetDirectory = cdk.Published("Clean"), Handler = "Clean::Clean.F::G" },
            Delivery = new S3Destination { Bucket = Bucket.FromBucketName(stack, "Lake", "lake") },
            Parts = [(_, _) => fanOut, (_, _) => application],
        });

        var template = CdkFixture.Synthesize(stack);

        template.Resources("AWS::Kinesis::Stream").Count.ShouldBe(way == "a stream of the CDK" ? 1 : 0);
        template.Resources("AWS::Lambda::EventSourceMapping").Count.ShouldBe(1);
        template.Resources("AWS::Events::Rule").Count.ShouldBe(3);
    }

    [Fact]
    public void What_is_known_of_an_existing_stream_is_used()
    {
        var stream = Ways["its attributes"](cdk.NewStack());

        (stream.StreamArn, stream.StreamName, stream.Mode, stream.Retention).ShouldBe(
            (Arn, "clicks", StreamMode.PROVISIONED, TimeSpan.FromHours(48)));
        stream.EncryptionKey!.KeyArn.ShouldBe(Key);
    }

    [Fact]
    public void The_name_of_an_existing_stream_is_of_the_stacks_account_and_region()
    {
        var stack = cdk.NewStack();
        DataStream.FromStreamName(stack, "Clicks", "clicks").Grant(new User(stack, "Reader"), "kinesis:ListShards");

        CdkFixture.Synthesize(stack).Allowed().ShouldBe(
            ["Allow kinesis:ListShards on arn:{AWS::Partition}:kinesis:{AWS::Region}:{AWS::AccountId}:stream/clicks"]);
    }

    [Fact]
    public void Alarms_of_an_existing_stream_are_made_where_they_are_asked_for_and_only_there()
    {
        var stack = cdk.NewStack();
        DataStream.FromStreamName(stack, "Quiet", "quiet").Alarms.ShouldBeEmpty();
        var known = Ways["its attributes"](stack);
        var unknown = DataStream.FromStreamAttributes(
            stack, "Other", new DataStreamAttributes { StreamName = "other", Alarms = new AlarmSettings() });

        known.Alarms.Count.ShouldBe(5);
        unknown.Alarms.Count.ShouldBe(4);
        CdkFixture.Synthesize(stack).AlarmedMetrics().ShouldContain(
            "AWS/Kinesis WriteProvisionedThroughputExceeded Sum StreamName=other");
    }

    [Fact]
    public void What_the_CDK_says_of_a_stream_that_it_makes_is_known()
    {
        var stack = cdk.NewStack();
        var made = DataStream.FromStream(new KinesisStream(stack, "Made", new KinesisStreamProps
        {
            StreamMode = StreamMode.ON_DEMAND,
            RetentionPeriod = Duration.Hours(72),
        }));

        (made.Mode, made.Retention).ShouldBe((StreamMode.ON_DEMAND, TimeSpan.FromHours(72)));
    }

    [Fact]
    public void The_stream_within_a_stream_that_is_made_here_gives_that_and_one_asked_for_twice_is_the_same()
    {
        var stack = cdk.NewStack();
        var (made, other) = (new DataStream(stack, "Made"), KinesisStream.FromStreamArn(stack, "Other", Arn));

        DataStream.FromStream(made.Stream).ShouldBeSameAs(made);
        DataStream.FromStream(other).ShouldBeSameAs(DataStream.FromStream(other));
    }

    [Fact]
    public void An_existing_stream_on_demand_is_not_scaled()
    {
        var stack = cdk.NewStack();
        var stream = DataStream.FromStreamAttributes(
            stack, "Clicks", new DataStreamAttributes { StreamName = "clicks", Mode = StreamMode.ON_DEMAND });

        Should.Throw<InvalidPropsException>(() => new ShardAutoscaler(stack, "Autoscaler").Watch(stream, new ShardScaling { MaxShards = 8 })).Message
            .ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':
              The stream's Mode is ON_DEMAND; allowed: PROVISIONED, since Kinesis itself sizes a stream that is on demand; or WarmThroughput = true, which holds what such a stream takes at once.
            """);
    }

    [Fact]
    public void What_names_no_stream_is_refused()
    {
        var stack = cdk.NewStack();

        Should.Throw<InvalidPropsException>(() =>
            DataStream.FromStreamArn(stack, "A", "arn:aws:firehose:eu-west-1:111122223333:stream/clicks")).Message.ShouldBe(
            """
            DataStream 'A' cannot be taken over:
              StreamArn is 'arn:aws:firehose:eu-west-1:111122223333:stream/clicks'; allowed: arn:aws:kinesis:REGION:ACCOUNT:stream/NAME.
            """);
        Should.Throw<InvalidPropsException>(() => DataStream.FromStreamAttributes(stack, "B", new DataStreamAttributes
        {
            StreamArn = Arn,
            StreamName = "my clicks",
            Retention = TimeSpan.FromMinutes(90),
            MaxDelay = TimeSpan.Zero,
        })).Message.ShouldBe(
            """
            DataStream 'B' cannot be taken over:
              The stream is named by StreamArn and StreamName; allowed: one of StreamArn, StreamName and Stream.
              StreamName is 'my clicks'; allowed: 1 to 128 of a-z A-Z 0-9 _ . -.
              Retention is 1.5 h; allowed: whole hours, from 24 h to 8,760 h.
              MaxDelay is 0 s; allowed: whole seconds, from 1 s to 43,200 s, half of Retention, which IteratorAge watches.
            """);
        Should.Throw<InvalidPropsException>(() => DataStream.FromStreamAttributes(stack, "C", new DataStreamAttributes())).Message.ShouldBe(
            """
            DataStream 'C' cannot be taken over:
              The stream is not named; allowed: one of StreamArn, StreamName and Stream.
            """);
    }

    [Fact]
    public void Alarms_are_refused_for_a_stream_of_another_region()
    {
        var stack = new Stack(
            cdk.NewApp(), "Test", new StackProps { Env = new Amazon.CDK.Environment { Account = "111122223333", Region = "us-east-1" } });

        Should.Throw<InvalidPropsException>(() => DataStream.FromStreamAttributes(stack, "Clicks",
            new DataStreamAttributes { StreamArn = Arn, Alarms = new AlarmSettings() })).Message.ShouldBe(
            """
            DataStream 'Clicks' cannot be taken over:
              Alarms is given for a stream of eu-west-1; allowed: nothing in a stack of us-east-1, since CloudWatch watches metrics of its own region only.
            """);
    }

    [Fact]
    public void A_consumer_that_is_registered_elsewhere_is_read_through()
    {
        var stack = cdk.NewStack();
        var consumer = FanOutConsumer.FromConsumerArn(stack, "Search", ConsumerArn);
        consumer.GrantRead(new User(stack, "Reader"));

        CdkFixture.Synthesize(stack).Allowed().ShouldBe(
        [
            $"Allow kinesis:DescribeStream on {Arn}",
            $"Allow kinesis:DescribeStreamConsumer on {ConsumerArn}",
            $"Allow kinesis:DescribeStreamSummary on {Arn}",
            $"Allow kinesis:ListShards on {Arn}",
            $"Allow kinesis:SubscribeToShard on {ConsumerArn}",
        ]);
        consumer.ConsumerName.ShouldBe("search");
        consumer.Stream.StreamName.ShouldBe("clicks");
    }

    [Fact]
    public void A_consumer_that_is_registered_elsewhere_may_use_the_key_of_a_stream_that_is_given_with_it_and_be_known_at_deployment()
    {
        var stack = cdk.NewStack();
        FanOutConsumer.FromConsumerArn(stack, "Search", new CfnParameter(stack, "Arn").ValueAsString, Ways["its attributes"](stack))
            .GrantRead(new User(stack, "Reader"));

        CdkFixture.Synthesize(stack).Allowed().ShouldContain($"Allow kms:Decrypt on {Key}");
    }

    [Theory]
    [InlineData(Arn)]
    [InlineData($"{Arn}/consumer/search")]
    [InlineData("search")]
    public void What_names_no_consumer_is_refused(string arn) =>
        Should.Throw<InvalidPropsException>(() => FanOutConsumer.FromConsumerArn(cdk.NewStack(), "Search", arn)).Message.ShouldBe(
            $"""
            FanOutConsumer 'Search' cannot be taken over:
              consumerArn is '{arn}'; allowed: arn:aws:kinesis:REGION:ACCOUNT:stream/NAME/consumer/NAME:TIME.
            """);
}
