using Amazon.CDK.AWS.IAM;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
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

    private SynthesizedTemplate Synthesize(Action<FanOutConsumer, User> grant)
    {
        var stack = cdk.NewStack();
        grant(new FanOutConsumer(stack, "Search", new FanOutConsumerProps { Stream = new DataStream(stack, "Clicks") }), new User(stack, "Somebody"));
        return CdkFixture.Synthesize(stack);
    }
}
