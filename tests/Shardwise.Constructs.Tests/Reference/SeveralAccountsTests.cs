using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shouldly;

namespace Shardwise.Constructs.Tests.Reference;

/// <summary>
/// An app of two accounts: in one of them a stream with a key of its own, a scaler and a topic that stacks share, and a stack of what reads the stream;
/// in the other a consumer and a worker that read it too.
/// </summary>
[Collection(CdkFixture.Name)]
public sealed class SeveralAccountsTests(CdkFixture cdk)
{
    private const string Ours = "111122223333";
    private const string Theirs = "444455556666";

    public static TheoryData<string> Names => ["Shared", "Storage", "Compute", "Theirs"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_stack_looks_as_approved(string name) => Stacks()[name].ShouldLookAsApproved(name);

    [Fact]
    public void The_stacks_are_deployed_one_after_the_other()
    {
        var stacks = Stacks();
        _ = CdkFixture.Synthesize(stacks["Shared"]);

        stacks["Shared"].Dependencies.ShouldBeEmpty();
        stacks["Storage"].Dependencies.ShouldBe([stacks["Shared"]]);
        stacks["Compute"].Dependencies.ShouldBe([stacks["Storage"], stacks["Shared"]], ignoreOrder: true);
        stacks["Theirs"].Dependencies.ShouldBe([stacks["Storage"]]);
    }

    [Fact]
    public void Their_worker_may_read_the_stream_and_decrypt_it() => CdkFixture.Synthesize(Stacks()["Workers"]).Allowed().ShouldBe(
    [
        "Allow kinesis:DescribeStream on arn:{AWS::Partition}:kinesis:eu-west-1:111122223333:stream/clicks",
        "Allow kinesis:DescribeStreamSummary on arn:{AWS::Partition}:kinesis:eu-west-1:111122223333:stream/clicks",
        "Allow kinesis:GetRecords on arn:{AWS::Partition}:kinesis:eu-west-1:111122223333:stream/clicks",
        "Allow kinesis:GetShardIterator on arn:{AWS::Partition}:kinesis:eu-west-1:111122223333:stream/clicks",
        "Allow kinesis:ListShards on arn:{AWS::Partition}:kinesis:eu-west-1:111122223333:stream/clicks",
        "Allow kms:Decrypt on arn:{AWS::Partition}:kms:eu-west-1:111122223333:key/*",
    ]);

    [Fact]
    public void Nothing_is_left_for_a_person_to_add() =>
        Stacks().Values.SelectMany(CdkFixture.Warnings).ShouldBeEmpty();

    private Dictionary<string, Stack> Stacks() => cdk.Once("stacks of several accounts", Make);

    private Dictionary<string, Stack> Make()
    {
        var app = cdk.NewApp();
        Stack Of(string name, string account) =>
            new(app, name, new StackProps { Env = new Amazon.CDK.Environment { Account = account, Region = "eu-west-1" } });

        var (shared, storage, compute) = (Of("Shared", Ours), Of("Storage", Ours), Of("Compute", Ours));
        var (theirs, workers) = (Of("Theirs", Theirs), Of("Workers", Theirs));
        var alarms = new AlarmSettings { Topic = OnCall(shared) };
        var autoscaler = new ShardAutoscaler(shared, "Autoscaler", new ShardAutoscalerProps { Alarms = alarms, Shared = true });

        var stream = new DataStream(storage, "Clicks", new DataStreamProps { StreamName = "clicks", CustomerManagedKey = true, Alarms = alarms });
        autoscaler.Watch(stream, new ShardScaling { MaxShards = 64 });

        var published = cdk.Published("Clean");
        var consumer = new EtlConsumer(compute, "Etl", Etl(stream, published, alarms));
        var delivery = new FirehoseStream(compute, "Delivery", new FirehoseStreamProps
        {
            Source = new KinesisSource { Stream = stream.Stream },
            Destination = new S3Destination { Bucket = Bucket.FromBucketName(compute, "Lake", "example-lake") },
            Alarms = alarms,
        });
        var flink = new FlinkApplication(compute, "Pages", new FlinkApplicationProps
        {
            Code = FlinkCode.FromBucket(Bucket.FromBucketName(compute, "Code", "example-code"), "pages.jar"),
            Sources = [stream.Stream],
            Alarms = alarms,
        });
        _ = new StreamingDashboard(shared, "Page", new StreamingDashboardProps { Parts = [stream, autoscaler, consumer, delivery, flink] });

        _ = new EtlConsumer(theirs, "Etl", Etl(stream, published, new AlarmSettings()));
        stream.GrantRead(new Role(workers, "Reader", new RoleProps { AssumedBy = new ServicePrincipal("ecs-tasks.amazonaws.com") }));
        return new() { ["Shared"] = shared, ["Storage"] = storage, ["Compute"] = compute, ["Theirs"] = theirs, ["Workers"] = workers };
    }

    private static Topic OnCall(Stack stack)
    {
        var key = new Key(stack, "OnCallKey", new KeyProps { EnableKeyRotation = true });
        key.Grant(new ServicePrincipal("cloudwatch.amazonaws.com"), "kms:Decrypt", "kms:GenerateDataKey");
        return new Topic(stack, "OnCall", new TopicProps { MasterKey = key });
    }

    private static EtlConsumerProps Etl(IDataStream stream, string published, AlarmSettings alarms) => new()
    {
        Stream = stream,
        AssetDirectory = published,
        Handler = "Clean::Clean.Function::HandleAsync",
        Alarms = alarms,
    };
}
