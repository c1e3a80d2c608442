using Amazon.CDK.AWS.IAM;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shardwise.Constructs.Tests.Defaults;
using Shouldly;

namespace Shardwise.Constructs.Tests.Streams;

[Collection(CdkFixture.Name)]
public sealed class FanOutConsumerTests(CdkFixture cdk)
{
    [Fact]
    public void A_consumer_looks_as_approved()
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks", new DataStreamProps { CustomerManagedKey = true });
        var consumer = new FanOutConsumer(stack, "Search", new FanOutConsumerProps
        {
            Stream = stream,
            ConsumerName = "search",
            Tags = new Dictionary<string, string> { ["team"] = "search" },
        });
        consumer.GrantRead(new Role(stack, "Reader", new RoleProps { AssumedBy = new ServicePrincipal("ecs-tasks.amazonaws.com") }));
        consumer.ShareRead("444455556666");

        CdkFixture.Synthesize(stack).Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());
    }

    [Fact]
    public void A_grant_reaches_the_consumers_own_arn_and_what_of_the_stream_goes_with_it() =>
        Synthesize((consumer, user) => consumer.GrantRead(user)).Allowed().ShouldBe(
    [
        "Allow kinesis:DescribeStream on {ClicksStream.Arn}",
        "Allow kinesis:DescribeStreamConsumer on {Search.ConsumerARN}",
        "Allow kinesis:DescribeStreamSummary on {ClicksStream.Arn}",
        "Allow kinesis:ListShards on {ClicksStream.Arn}",
        "Allow kinesis:SubscribeToShard on {Search.ConsumerARN}",
    ]);

    [Fact]
    public void Without_a_name_it_has_one_made_of_its_path() =>
        Synthesize((_, _) => { }).OnlyProperties("AWS::Kinesis::StreamConsumer")["ConsumerName"]!.ToString().ShouldStartWith("Test-Search-", Case.Sensitive);

    [Fact]
    public void Its_alarms_name_the_stream_and_the_consumer() => Synthesize((_, _) => { }).AlarmedMetrics()
        .Where(alarm => alarm.Contains("ConsumerName", StringComparison.Ordinal)).Select(alarm => alarm.Split(' ')[1]).ShouldBe(

            ["SubscribeToShardEvent.MillisBehindLatest", "SubscribeToShardEvent.MillisBehindLatest", "SubscribeToShard.RateExceeded"]);

    [Fact]
    public void A_name_that_cannot_be_is_refused() =>
        Should.Throw<InvalidPropsException>(() =>
            new FanOutConsumer(null!, "Search", new FanOutConsumerProps { Stream = null!, ConsumerName = "my reader" })).Message.ShouldBe(
            """
            FanOutConsumer 'Search' has invalid properties:
              ConsumerName is 'my reader'; allowed: 1 to 128 of a-z A-Z 0-9 _ . -.
            """);

    [Fact]
    public void In_the_second_version_a_name_that_is_made_changes_with_the_tags_and_one_that_is_given_stands_without_them()
    {
        string Name(string team) => new FanOutConsumer(cdk.NewStack(), "Search", Tagged(team) with { Stream = new DataStream(cdk.NewStack(), "Clicks") })
            .ConsumerName;

        Name("web").ShouldBe(Name("search"));
        using (new Under(ConstructDefaults.V2))
        {
            Name("web").ShouldNotBe(Name("search"));
            Name("web").ShouldBe(Name("web"));
            Should.Throw<InvalidPropsException>(() => new FanOutConsumer(null!, "Search", Tagged("web") with { ConsumerName = "search" })).Message
                .ShouldBe(
                """
                FanOutConsumer 'Search' has invalid properties:
                  Tags is given beside ConsumerName; allowed: one of the two, since a consumer whose tags change is replaced, which fails under a name that is taken.
                """);
        }
    }

    [Fact]
    public void Its_policy_waits_for_it()
    {
        var template = Synthesize((consumer, _) => consumer.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [new AccountPrincipal("444455556666")],
            Actions = ["kinesis:SubscribeToShard"],
        })));

        template.Only("AWS::Kinesis::ResourcePolicy")["DependsOn"]!.AsArray().Select(id => (string)id!)
            .ShouldBe(template.Resources("AWS::Kinesis::StreamConsumer").Keys);
    }

    [Fact]
    public void A_consumer_of_a_stream_of_another_account_or_region_is_refused()
    {
        var stack = new Amazon.CDK.Stack(cdk.NewApp(), "Own", new Amazon.CDK.StackProps
        {
            Env = new Amazon.CDK.Environment { Account = "111122223333", Region = "eu-west-1" },
        });
        var stream = DataStream.FromStreamArn(stack, "Clicks", "arn:aws:kinesis:us-east-1:444455556666:stream/clicks");

        Should.Throw<InvalidPropsException>(() => new FanOutConsumer(stack, "Search", new FanOutConsumerProps { Stream = stream })).Message.ShouldBe(
            """
            FanOutConsumer 'Search' has invalid properties:
              The stream's account is 444455556666; allowed: 111122223333, the stack's own, since a consumer is registered in the stream's account.
              The stream's region is us-east-1; allowed: eu-west-1, the stack's own, since a consumer is registered in the stream's region.
            """);
    }

    private static FanOutConsumerProps Tagged(string team) =>
        new() { Stream = null!, Tags = new Dictionary<string, string> { ["team"] = team } };

    private SynthesizedTemplate Synthesize(Action<FanOutConsumer, User> grant)
    {
        var stack = cdk.NewStack();
        grant(new FanOutConsumer(stack, "Search", new FanOutConsumerProps { Stream = new DataStream(stack, "Clicks") }), new User(stack, "Somebody"));
        return CdkFixture.Synthesize(stack);
    }
}
