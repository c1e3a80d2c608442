using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tests.Gates;
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

    // The metrics of a bus of one's own have the bus as a dimension, and Ref of its rules is BUS|NAME.
    [Fact]
    public void A_rule_of_a_bus_of_its_own_is_watched_by_the_bus_and_the_bare_name()
    {
        var template = Synthesize(stack => new EventBus(stack, "Shop"));

        template.Alarm("FailedInvocations")["Dimensions"]!.ToJsonString().ShouldBe(
            """[{"Name":"EventBusName","Value":{"Ref":"Shop563325D0"}},{"Name":"RuleName","Value":"""
            + """{"Fn::Select":[1,{"Fn::Split":["|",{"Ref":"OrdersRule6FD38C56"}]}]}}]""");
        TemplateGate.Over("alarms.mjs", template.Snapshot()).ShouldBeEmpty();
    }

    [Fact]
    public void The_default_bus_by_its_name_is_watched_as_the_default_bus()
    {
        var template = Synthesize(stack => EventBus.FromEventBusName(stack, "Default", "default"));

        template.Alarm("FailedInvocations")["Dimensions"]!.AsArray().Count.ShouldBe(1);
        TemplateGate.Over("alarms.mjs", template.Snapshot()).ShouldBeEmpty();
    }

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

    private SynthesizedTemplate Synthesize(Func<Stack, IEventBus>? bus = null)
    {
        var stack = cdk.NewStack();
        _ = new EventBridgeFeed(stack, "Orders", new EventBridgeFeedProps
        {
            Stream = new DataStream(stack, "Clicks", new DataStreamProps { CustomerManagedKey = true }),
            Pattern = new EventPattern { Source = ["shop.orders"] },
            PartitionKeyPath = "$.detail.customer",
            Bus = bus?.Invoke(stack),
        });
        return CdkFixture.Synthesize(stack);
    }
}
