using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;
using Environment = Amazon.CDK.Environment;

namespace Shardwise.Constructs.Tests.Consumers;

/// <summary>A consumer in another account or region than its stream.</summary>
[Collection(CdkFixture.Name)]
public sealed class EtlConsumerElsewhereTests(CdkFixture cdk)
{
    private const string Theirs = "111122223333";
    private const string Ours = "444455556666";
    private const string StreamArn = $"arn:aws:kinesis:eu-west-1:{Theirs}:stream/clicks";

    [Fact]
    public void A_stream_that_this_app_makes_in_another_account_lets_the_role_read_it()
    {
        var (streams, readers) = Stacks();
        // It has no name until another account asks for one.
        var stream = new DataStream(streams, "Clicks", new DataStreamProps { CustomerManagedKey = true });

        _ = new EtlConsumer(readers, "Etl", Props(stream));

        var (theirs, ours) = (CdkFixture.Synthesize(streams), CdkFixture.Synthesize(readers));
        var role = ours.OnlyProperties("AWS::IAM::Role")["RoleName"]!.ToString();
        var statement = theirs.OnlyProperties("AWS::Kinesis::ResourcePolicy")["ResourcePolicy"]!["Statement"]![0]!;
        SynthesizedTemplate.Plain(statement["Principal"]!["AWS"]!).ShouldBe($"arn:{{AWS::Partition}}:iam::{Ours}:root");
        SynthesizedTemplate.Plain(statement["Condition"]!["ArnEquals"]!["aws:PrincipalArn"]!).ShouldBe($"arn:{{AWS::Partition}}:iam::{Ours}:role/{role}");
        statement["Action"]!.AsArray().Select(action => action!.ToString()).ShouldBe(
            ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]);
        var onKey = theirs.OnlyProperties("AWS::KMS::Key")["KeyPolicy"]!["Statement"]!.AsArray()[^1]!;
        onKey["Action"]!.ToString().ShouldBe("kms:Decrypt");
        onKey["Condition"]!.ToJsonString().ShouldBe(statement["Condition"]!.ToJsonString());
        var named = theirs.OnlyProperties("AWS::Kinesis::Stream")["Name"]!.ToString();
        ours.Allowed().ShouldContain($"Allow kinesis:GetRecords on arn:{{AWS::Partition}}:kinesis:eu-west-1:{Theirs}:stream/{named}");
        ours.Allowed().ShouldContain($"Allow kms:Decrypt on arn:{{AWS::Partition}}:kms:eu-west-1:{Theirs}:key/*");
        readers.Dependencies.Select(stack => stack.StackName).ShouldBe([streams.StackName]);
        Warnings.Of(readers).ShouldBeEmpty();
    }

    [Fact]
    public void A_stream_that_nobody_here_makes_gets_its_statements_by_warnings()
    {
        var (_, readers) = Stacks();
        var stream = DataStream.FromStreamArn(readers, "Clicks", StreamArn);

        var etl = new EtlConsumer(readers, "Etl", Props(stream) with
        {
            FanOutConsumer = FanOutConsumer.FromConsumerArn(readers, "Search", $"{StreamArn}/consumer/search:1", stream),
        });

        var template = CdkFixture.Synthesize(readers);
        var role = template.OnlyProperties("AWS::IAM::Role")["RoleName"]!.ToString();
        template.OnlyProperties("AWS::Lambda::EventSourceMapping")["EventSourceArn"]!.ToString().ShouldBe($"{StreamArn}/consumer/search:1");
        Warnings.Of(readers).Order().ShouldBe(
        [
            Needed(
                "the consumer's resource policy", role, "[\"kinesis:DescribeStreamConsumer\",\"kinesis:SubscribeToShard\"]",
                $"{StreamArn}/consumer/search:1"),
            Needed(
                "the policy of the key that encrypts the stream (no other account can read one without a key of its own)", role, "\"kms:Decrypt\"", "*"),
            Needed(
                "the stream's resource policy", role,
                "[\"kinesis:DescribeStream\",\"kinesis:DescribeStreamSummary\",\"kinesis:GetRecords\",\"kinesis:GetShardIterator\","
                + "\"kinesis:ListShards\"]", StreamArn),
        ]);
        etl.GrantPrincipal.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(false, $"arn:{{AWS::Partition}}:iam::{Ours}:role/data/mine")]
    [InlineData(true, $"arn:aws:iam::{Ours}:role/data/theirs")]
    public void A_role_of_the_users_is_known_to_the_other_side_by_its_name(bool imported, string arn)
    {
        var (streams, readers) = Stacks();
        var stream = new DataStream(streams, "Clicks", new DataStreamProps { StreamName = "clicks", CustomerManagedKey = true });
        var role = imported ? Role.FromRoleArn(readers, "Mine", arn) : new Role(readers, "Mine", new RoleProps
        {
            AssumedBy = new ServicePrincipal("lambda.amazonaws.com"),
            RoleName = "mine",
            Path = "/data/",
        });

        _ = new EtlConsumer(readers, "Etl", Props(stream) with { Function = new() { Role = role } });

        var statement = CdkFixture.Synthesize(streams).OnlyProperties("AWS::Kinesis::ResourcePolicy")["ResourcePolicy"]!["Statement"]![0]!;
        SynthesizedTemplate.Plain(statement["Condition"]!["ArnEquals"]!["aws:PrincipalArn"]!).ShouldBe(arn);
    }

    [Fact]
    public void What_the_other_side_could_not_know_is_refused_in_one_message()
    {
        var (streams, readers) = Stacks();
        var stream = new DataStream(streams, "Clicks");

        Should.Throw<InvalidPropsException>(() => new EtlConsumer(readers, "Etl", Props(stream) with
        {
            EnhancedFanOut = true,
            Function = new() { Role = new Role(readers, "Mine", new RoleProps { AssumedBy = new ServicePrincipal("lambda.amazonaws.com") }) },
        })).Message.ShouldBe(
            $"""
            EtlConsumer 'Etl' has invalid properties:
              EnhancedFanOut is true; allowed: false, or FanOutConsumer: a consumer is registered in its stream's account, {Theirs}.
              Function.Role is without a name of its own; allowed: a role with a RoleName, which the stream's policy in {Theirs} must know beforehand.
              Stream is of {Theirs} and encrypted with the AWS-managed key; allowed: a stream with a key of its own, since no other account can use that one.
            """);
    }

    [Fact]
    public void A_consumer_that_another_accounts_stack_makes_is_refused_for_its_arn()
    {
        var (streams, readers) = Stacks();
        var stream = new DataStream(streams, "Clicks", new DataStreamProps { StreamName = "clicks", CustomerManagedKey = true });

        Should.Throw<InvalidPropsException>(() => new EtlConsumer(readers, "Etl", Props(stream) with
        {
            FanOutConsumer = new FanOutConsumer(streams, "Search", new FanOutConsumerProps { Stream = stream }),
        })).Message.ShouldBe(
            $"""
            EtlConsumer 'Etl' has invalid properties:
              FanOutConsumer is made by a stack of {Theirs}; allowed: FanOutConsumer.FromConsumerArn(...): its ARN ends with the time of its creation, which no stack of another account can know.
            """);
    }

    [Fact]
    public void A_stream_of_another_region_is_refused()
    {
        var (_, readers) = Stacks();

        Should.Throw<InvalidPropsException>(() => new EtlConsumer(
            readers, "Etl", Props(DataStream.FromStreamArn(readers, "Clicks", $"arn:aws:kinesis:us-east-1:{Ours}:stream/clicks")))).Message.ShouldBe(
            """
            EtlConsumer 'Etl' has invalid properties:
              Stream is in us-east-1; allowed: a stream of eu-west-1, where this stack is: Lambda polls no other region.
            """);
    }

    [Fact]
    public void Where_the_account_is_not_known_a_stream_is_taken_for_one_of_the_same()
    {
        var stack = cdk.NewStack();

        _ = new EtlConsumer(stack, "Etl", Props(DataStream.FromStreamArn(stack, "Clicks", StreamArn)));

        CdkFixture.Synthesize(stack).OnlyProperties("AWS::IAM::Role")["RoleName"].ShouldBeNull();
        Warnings.Of(stack).ShouldBeEmpty();
    }

    private static string Needed(string where, string role, string actions, string resource) =>
        $"EtlConsumer 'Etl' reads a stream of account {Theirs} only if the other account lets it, and that is not made in this app: add to {where} the "
        + $"statement {{\"Action\":{actions},\"Condition\":{{\"ArnEquals\":{{\"aws:PrincipalArn\":\"arn:aws:iam::{Ours}:role/{role}\"}}}},"
        + $"\"Effect\":\"Allow\",\"Principal\":{{\"AWS\":\"arn:aws:iam::{Ours}:root\"}},\"Resource\":\"{resource}\"}}";

    private (Stack Streams, Stack Readers) Stacks()
    {
        var app = cdk.NewApp();
        Stack In(string id, string account) =>
            new(app, id, new StackProps { Env = new Environment { Account = account, Region = "eu-west-1" } });
        return (In("Streams", Theirs), In("Readers", Ours));
    }

    private EtlConsumerProps Props(IDataStream stream) => new()
    {
        Stream = stream,
        AssetDirectory = cdk.Published("Clicks"),
        Handler = "Clicks::Clicks.Function::HandleAsync",
    };
}
