using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shardwise.Scaling;
using Shouldly;

namespace Shardwise.Constructs.Tests.Scaling;

/// <summary>Numbers that are only known when the stack is deployed.</summary>
[Collection(CdkFixture.Name)]
public sealed class DeployTimeNumbersTests(CdkFixture cdk)
{
    [Fact]
    public void Bounds_of_a_scaler_reach_its_event()
    {
        var stack = cdk.NewStack();
        double Parameter(string id) => new CfnParameter(stack, id, new CfnParameterProps { Type = "Number" }).ValueAsNumber;
        new ShardAutoscaler(stack, "Autoscaler").Watch(new DataStream(stack, "Clicks"), new ShardScaling
        {
            MinShards = Parameter("Least"),
            MaxShards = Parameter("Most"),
            Floors = [new ShardFloor { MinShards = Parameter("Evening"), From = new TimeOnly(18, 0), Until = new TimeOnly(23, 0) }],
        });

        var rule = CdkFixture.Synthesize(stack).Resources("AWS::Events::Rule").Values
            .Single(each => each["Properties"]!["ScheduleExpression"] is not null);

        var template = SynthesizedTemplate.Plain(rule["Properties"]!["Targets"]![0]!["InputTransformer"]!["InputTemplate"]!);
        // With the numbers in their places it is what the scaler reads.
        var sent = JsonNode.Parse(template.Replace("{Least}", "2").Replace("{Most}", "64").Replace("{Evening}", "40").Replace("{ClicksStream}", "clicks")
            .Replace("<id>", "1").Replace("<time>", "2"))!;
        var target = sent["detail"].Deserialize<ScalingTarget>()!;
        target.Validate();
        (target.MinShards, target.MaxShards, target.Floors!.Single().MinShards).ShouldBe((2, 64, 40));
    }

    [Fact]
    public void A_shard_count_is_known_at_deployment_and_so_is_a_retention_by_the_resource()
    {
        var stack = cdk.NewStack();
        var (shards, hours) = (new CfnParameter(stack, "Shards", new CfnParameterProps { Type = "Number" }),
            new CfnParameter(stack, "Hours", new CfnParameterProps { Type = "Number", MinValue = 24 }));
        var stream = new DataStream(stack, "Clicks", new DataStreamProps { ShardCount = shards.ValueAsNumber, Retention = TimeSpan.FromHours(24) });
        stream.Resource.RetentionPeriodHours = hours.ValueAsNumber;

        var template = CdkFixture.Synthesize(stack);

        var properties = template.OnlyProperties("AWS::Kinesis::Stream");
        properties["ShardCount"]!.ToJsonString().ShouldBe("""{"Ref":"Shards"}""");
        properties["RetentionPeriodHours"]!.ToJsonString().ShouldBe("""{"Ref":"Hours"}""");
        template.Alarm("GetRecords.IteratorAgeMilliseconds")["Threshold"]!.GetValue<double>().ShouldBe(43_200_000);
    }

    [Fact]
    public void A_number_that_must_be_known_is_refused_in_words()
    {
        var stack = cdk.NewStack();
        var room = new CfnParameter(stack, "Room", new CfnParameterProps { Type = "Number" }).ValueAsNumber;

        Should.Throw<InvalidPropsException>(() => new ShardAutoscaler(stack, "Autoscaler").Watch(
            new DataStream(stack, "Clicks"), new ShardScaling { MaxShards = 64, Headroom = room })).Message.ShouldBe(
            """
            ShardAutoscaler 'Autoscaler' cannot watch 'Clicks':
              Headroom is not known before the stack is deployed; allowed: 0 to 1.
            """);
    }
}
