using Amazon.CDK.AWS.Events;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Producers;

[Collection(CdkFixture.Name)]
public sealed class EventBridgeFeedTests(CdkFixture cdk)
{
    [Fact]
    public void A_feed_looks_as_approved() =>
        Synthesize().Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());

    [Fact]
    public void An_event_that_cannot_be_put_waits_in_a_queue_that_only_this_rule_can_send_to()
    {
        var template = Synthesize();

        var target = template.OnlyProperties("AWS::Events::Rule")["Targets"]![0]!;
        SynthesizedTemplate.Plain(target["DeadLetterConfig"]!["Arn"]!).ShouldBe("{OrdersFailureQueue.Arn}");
        target["KinesisParameters"]!["PartitionKeyPath"]!.ToString().ShouldBe("$.detail.customer");
        var statement = template.OnlyProperties("AWS::SQS::QueuePolicy")["PolicyDocument"]!["Statement"]!.AsArray()
            .Single(each => (string)each!["Effect"]! == "Allow")!;
        SynthesizedTemplate.Plain(statement["Condition"]!["ArnEquals"]!["aws:SourceArn"]!).ShouldBe("{OrdersRule.Arn}");
    }

    [Fact]
    public void Its_role_may_put_and_nothing_else() => Synthesize().Allowed().ShouldBe(
    [
        "Allow kinesis:PutRecord on {ClicksStream.Arn}",
        "Allow kinesis:PutRecords on {ClicksStream.Arn}",
        "Allow kms:GenerateDataKey on {ClicksKey.Arn}",
    ]);

    [Fact]
    public void What_EventBridge_would_not_take_is_refused_in_one_message() =>
        Should.Throw<InvalidPropsException>(() => new EventBridgeFeed(null!, "Orders", new EventBridgeFeedProps
        {
            Stream = null!,
            Pattern = new EventPattern(),
            PartitionKeyPath = "customer",
            MaxEventAge = TimeSpan.FromSeconds(59),
        })).Message.ShouldBe(
            """
            EventBridgeFeed 'Orders' has invalid properties:
              PartitionKeyPath is 'customer'; allowed: a JSON path such as $.detail.customer, at most 256 characters.
              MaxEventAge is 59 s; allowed: whole seconds, from 60 s to 86,400 s.
            """);

    private SynthesizedTemplate Synthesize()
    {
        var stack = cdk.NewStack();
        _ = new EventBridgeFeed(stack, "Orders", new EventBridgeFeedProps
        {
            Stream = new DataStream(stack, "Clicks", new DataStreamProps { CustomerManagedKey = true }),
            Pattern = new EventPattern { Source = ["shop.orders"] },
            PartitionKeyPath = "$.detail.customer",
        });
        return CdkFixture.Synthesize(stack);
    }
}
