using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shouldly;

namespace Shardwise.Constructs.Tests.Monitoring;

/// <summary>Alarms that nobody hears of.</summary>
[Collection(CdkFixture.Name)]
public sealed class SilentAlarmTests(CdkFixture cdk)
{
    [Fact]
    public void A_stack_is_warned_once_of_all_its_alarms_without_an_action()
    {
        var stack = cdk.NewStack();
        var first = new DataStream(stack, "Clicks");
        var second = new DataStream(stack, "Orders");

        Warnings.OfSilentAlarms(stack).ShouldBe(
        [
            $"{first.Alarms.Count + second.Alarms.Count} alarms have no action, so that nobody is told when they go off: Test/Clicks, Test/Orders. "
            + "Give these constructs Alarms = new AlarmSettings { Topic = … }, or acknowledge this where CloudWatch is watched by other means.",
        ]);
    }

    [Fact]
    public void Alarms_with_a_topic_alarms_that_are_off_and_alarms_whose_owner_adds_an_action_give_no_warning()
    {
        var stack = cdk.NewStack();
        var topic = new Topic(stack, "OnCall");
        _ = new DataStream(stack, "Told", new DataStreamProps { Alarms = new AlarmSettings { Topic = topic } });
        _ = new DataStream(stack, "Off", new DataStreamProps { Alarms = new AlarmSettings { Enabled = false } });
        foreach (var alarm in new DataStream(stack, "Own").Alarms)
            alarm.AddAlarmAction(new SnsAction(topic));

        Warnings.OfSilentAlarms(stack).ShouldBeEmpty();
    }

    [Fact]
    public void One_alarm_that_was_forgotten_is_named_by_its_construct()
    {
        var stack = cdk.NewStack();
        var topic = new Topic(stack, "OnCall");
        var alarms = new DataStream(stack, "Clicks").Alarms;
        foreach (var alarm in alarms.Skip(1))
            alarm.AddAlarmAction(new SnsAction(topic));

        Warnings.OfSilentAlarms(stack).ShouldHaveSingleItem().ShouldStartWith(
            "1 alarm has no action, so that nobody is told when it goes off: Test/Clicks. ");
    }
}
