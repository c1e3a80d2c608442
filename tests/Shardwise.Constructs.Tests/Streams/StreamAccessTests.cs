using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Streams;

/// <summary>Who may do what with a stream, line by line.</summary>
[Collection(CdkFixture.Name)]
public sealed class StreamAccessTests(CdkFixture cdk)
{
    [Fact]
    public void A_producer_with_the_KPL_may_write_and_send_the_KPLs_metrics()
    {
        var template = Granted((stream, user) => stream.GrantKplWrite(user));

        template.Allowed().ShouldBe(
        [
            "Allow cloudwatch:PutMetricData on *",
            "Allow kinesis:DescribeStream on {ClicksStream.Arn}",
            "Allow kinesis:DescribeStreamSummary on {ClicksStream.Arn}",
            "Allow kinesis:ListShards on {ClicksStream.Arn}",
            "Allow kinesis:PutRecord on {ClicksStream.Arn}",
            "Allow kinesis:PutRecords on {ClicksStream.Arn}",
        ]);
        MetricsCondition(template).ShouldBe("""{"StringEquals":{"cloudwatch:namespace":"KinesisProducerLibrary"}}""");
    }

    [Fact]
    public void A_reader_that_registers_its_own_consumer_may_read_through_that_one_only() =>
        Granted((stream, user) => stream.GrantEnhancedFanOut(user, "search")).Allowed().ShouldBe(
        [
            "Allow kinesis:DeregisterStreamConsumer on {ClicksStream.Arn}/consumer/search:*",
            "Allow kinesis:DescribeStream on {ClicksStream.Arn}",
            "Allow kinesis:DescribeStreamConsumer on {ClicksStream.Arn}/consumer/search:*",
            "Allow kinesis:DescribeStreamSummary on {ClicksStream.Arn}",
            "Allow kinesis:ListShards on {ClicksStream.Arn}",
            "Allow kinesis:RegisterStreamConsumer on {ClicksStream.Arn}",
            "Allow kinesis:SubscribeToShard on {ClicksStream.Arn}/consumer/search:*",
        ]);

    [Fact]
    public void A_KCL_application_may_use_its_three_tables_and_the_index_and_send_its_metrics()
    {
        var template = Granted((stream, user) => stream.GrantKclConsumer(user, "search", enhancedFanOut: false));

        var tables = template.Allowed().Where(line => line.Contains(" dynamodb:", StringComparison.Ordinal)).ToList();
        tables.Count.ShouldBe(8 + 1 + 7 + 7);
        tables.ShouldContain("Allow dynamodb:UpdateTable on arn:{AWS::Partition}:dynamodb:{AWS::Region}:{AWS::AccountId}:table/search");
        tables.ShouldContain("Allow dynamodb:Query on arn:{AWS::Partition}:dynamodb:{AWS::Region}:{AWS::AccountId}:table/search/index/*");
        tables.ShouldContain(
            "Allow dynamodb:CreateTable on arn:{AWS::Partition}:dynamodb:{AWS::Region}:{AWS::AccountId}:table/search-WorkerMetricStats");
        tables.ShouldContain("Allow dynamodb:Scan on arn:{AWS::Partition}:dynamodb:{AWS::Region}:{AWS::AccountId}:table/search-CoordinatorState");
        template.Allowed().ShouldNotContain(line => line.Contains("SubscribeToShard", StringComparison.Ordinal));
        MetricsCondition(template).ShouldBe("""{"StringEquals":{"cloudwatch:namespace":"search"}}""");
    }

    [Fact]
    public void A_KCL_application_with_enhanced_fan_out_reaches_the_consumer_that_has_its_name() =>
        Granted((stream, user) => stream.GrantKclConsumer(user, "search")).Allowed()
            .ShouldContain("Allow kinesis:SubscribeToShard on {ClicksStream.Arn}/consumer/search:*");

    [Fact]
    public void Who_uses_a_stream_with_a_key_of_its_own_may_use_that_key()
    {
        var allowed = Granted((stream, user) =>
        {
            stream.GrantKplWrite(user);
            stream.GrantEnhancedFanOut(user);
        }, new DataStreamProps { CustomerManagedKey = true }).Allowed().ToList();

        allowed.ShouldContain("Allow kms:GenerateDataKey on {ClicksKey.Arn}");
        allowed.ShouldContain("Allow kms:Decrypt on {ClicksKey.Arn}");
    }

    [Fact]
    public void Another_account_reads_and_writes_by_the_streams_own_policy_and_its_keys()
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks", new DataStreamProps { CustomerManagedKey = true });
        stream.ShareRead("444455556666");
        stream.ShareWrite("444455556666");

        var template = CdkFixture.Synthesize(stack);

        var policy = template.OnlyProperties("AWS::Kinesis::ResourcePolicy");
        SynthesizedTemplate.Plain(policy["ResourceArn"]!).ShouldBe("{ClicksStream.Arn}");
        var statements = policy["ResourcePolicy"]!["Statement"]!.AsArray();
        statements.Select(statement => string.Join(" ", statement!["Action"]!.AsArray().Select(action => (string)action!))).ShouldBe(
        [
            "kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator kinesis:ListShards",
            "kinesis:DescribeStreamSummary kinesis:ListShards kinesis:PutRecord kinesis:PutRecords",
        ]);
        statements.ShouldAllBe(statement =>
            SynthesizedTemplate.Plain(statement!["Principal"]!["AWS"]!) == "arn:{AWS::Partition}:iam::444455556666:root");
        statements.ShouldAllBe(statement => SynthesizedTemplate.Plain(statement!["Resource"]!) == "{ClicksStream.Arn}");
        var key = template.OnlyProperties("AWS::KMS::Key")["KeyPolicy"]!.ToJsonString();
        key.ShouldContain("444455556666", Case.Sensitive);
        key.ShouldContain("kms:Decrypt", Case.Sensitive);
        key.ShouldContain("kms:GenerateDataKey", Case.Sensitive);
    }

    [Fact]
    public void A_stream_with_the_AWS_managed_key_cannot_be_shared_nor_one_with_no_account() =>
        Should.Throw<InvalidPropsException>(() => new DataStream(cdk.NewStack(), "Clicks").ShareRead("4444-5555")).Message.ShouldBe(
            """
            DataStream 'Clicks' cannot be shared:
              accountId is '4444-5555'; allowed: 12 digits.
              The stream's key is alias/aws/kinesis; allowed: a key of your own (CustomerManagedKey or EncryptionKey), since no other account can use the AWS-managed one.
            """);

    [Fact]
    public void A_statement_of_your_own_goes_into_the_streams_policy()
    {
        var stack = cdk.NewStack();
        new DataStream(stack, "Clicks").AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [new ServicePrincipal("iot.amazonaws.com")],
            Actions = ["kinesis:PutRecord"],
        }));

        var statement = CdkFixture.Synthesize(stack).OnlyProperties("AWS::Kinesis::ResourcePolicy")["ResourcePolicy"]!["Statement"]![0]!;

        statement["Action"]!.ToString().ShouldBe("kinesis:PutRecord");
        SynthesizedTemplate.Plain(statement["Resource"]!).ShouldBe("{ClicksStream.Arn}");
    }

    [Fact]
    public void Names_that_no_consumer_and_no_table_can_have_are_refused()
    {
        var stack = cdk.NewStack();
        var (stream, user) = (new DataStream(stack, "Clicks"), new User(stack, "Somebody"));

        Should.Throw<InvalidPropsException>(() => stream.GrantEnhancedFanOut(user, "my reader")).Message.ShouldBe(
            """
            DataStream 'Clicks' cannot grant enhanced fan-out:
              consumerName is 'my reader'; allowed: 1 to 128 of a-z A-Z 0-9 _ . -.
            """);
        Should.Throw<InvalidPropsException>(() => stream.GrantKclConsumer(user, "me")).Message.ShouldBe(
            """
            DataStream 'Clicks' cannot grant to a KCL application:
              applicationName is 'me'; allowed: 3 to 237 of a-z A-Z 0-9 _ . -, since the lease table has this name.
            """);
    }

    private static string MetricsCondition(SynthesizedTemplate template) =>
        template.OnlyProperties("AWS::IAM::Policy")["PolicyDocument"]!["Statement"]!.AsArray()
            .Single(statement => statement!["Action"]!.ToJsonString().Contains("PutMetricData", StringComparison.Ordinal))!["Condition"]!
                .ToJsonString();

    private SynthesizedTemplate Granted(Action<DataStream, User> grant, DataStreamProps? props = null)
    {
        var stack = cdk.NewStack();
        grant(new DataStream(stack, "Clicks", props), new User(stack, "Somebody"));
        return CdkFixture.Synthesize(stack);
    }
}
