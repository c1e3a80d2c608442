using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Pipelines;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Pipelines;

[Collection(CdkFixture.Name)]
public sealed class StreamingPipelineTests(CdkFixture cdk)
{
    [Fact]
    public void A_pipeline_with_everything_looks_as_approved()
    {
        var stack = cdk.NewStack();
        var folder = cdk.Published("Clicks");
        _ = new StreamingPipeline(stack, "Clicks", new StreamingPipelineProps
        {
            Scaling = new ShardScaling { MaxShards = 64 },
            Consumer = stream => new EtlConsumerProps { Stream = stream, AssetDirectory = folder, Handler = "Clicks::Clicks.Function::HandleAsync" },
            Delivery = new S3Destination { Bucket = Bucket.FromBucketName(stack, "Lake", "example-lake") },
            AlarmTopic = Topic.FromTopicArn(stack, "OnCall", "arn:aws:sns:eu-west-1:111122223333:on-call"),
        });

        CdkFixture.Synthesize(stack).Snapshot().ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder("Approved").NoDiff());
    }

    [Fact]
    public void What_is_left_out_is_not_made()
    {
        var stack = cdk.NewStack();
        var pipeline = new StreamingPipeline(stack, "Clicks",
            new StreamingPipelineProps { Dashboard = false, Stream = new DataStreamProps { Mode = StreamMode.ON_DEMAND } });

        pipeline.Autoscaler.ShouldBeNull();
        pipeline.Consumer.ShouldBeNull();
        pipeline.Delivery.ShouldBeNull();
        pipeline.Dashboard.ShouldBeNull();
        var template = CdkFixture.Synthesize(stack);
        template.Resources("AWS::Kinesis::Stream").Count.ShouldBe(1);
        template.Resources("AWS::Lambda::Function").ShouldBeEmpty();
        template.Resources("AWS::CloudWatch::Dashboard").ShouldBeEmpty();
    }

    [Fact]
    public void What_is_there_already_is_used_in_place_of_what_would_be_made()
    {
        var stack = cdk.NewStack();
        var (stream, autoscaler) = (new DataStream(stack, "Old"), new ShardAutoscaler(stack, "Shared"));

        var pipeline = new StreamingPipeline(stack, "Clicks", new StreamingPipelineProps
        {
            ExistingStream = stream,
            ExistingAutoscaler = autoscaler,
            Scaling = new ShardScaling { MaxShards = 8 },
        });

        pipeline.Stream.ShouldBeSameAs(stream);
        pipeline.Autoscaler.ShouldBeSameAs(autoscaler);
        CdkFixture.Synthesize(stack).Resources("AWS::Kinesis::Stream").Count.ShouldBe(1);
    }

    [Fact]
    public void One_topic_hears_of_every_part_and_a_part_that_names_its_own_keeps_it()
    {
        var stack = cdk.NewStack();
        var own = new Topic(stack, "Own");
        _ = new StreamingPipeline(stack, "Clicks", new StreamingPipelineProps
        {
            Stream = new DataStreamProps { Alarms = new AlarmSettings { Topic = own } },
            Scaling = new ShardScaling { MaxShards = 8 },
            AlarmTopic = new Topic(stack, "OnCall"),
        });

        var template = CdkFixture.Synthesize(stack);

        SynthesizedTemplate.Plain(template.Alarm("GetRecords.IteratorAgeMilliseconds")["AlarmActions"]![0]!).ShouldBe("{Own}");
        SynthesizedTemplate.Plain(template.Alarm("Invocations")["AlarmActions"]![0]!).ShouldBe("{OnCall}");
        SynthesizedTemplate.Plain(template.Alarm("HotKey")["AlarmActions"]![0]!).ShouldBe("{OnCall}");
    }

    [Fact]
    public void A_further_part_is_made_in_the_pipeline_and_shown_on_its_dashboard()
    {
        var stack = cdk.NewStack();

        var pipeline = new StreamingPipeline(stack, "Clicks", new StreamingPipelineProps
        {
            Parts = [(scope, stream) => new FanOutConsumer(scope, "Search", new FanOutConsumerProps { Stream = stream })],
        });

        pipeline.Parts.ShouldHaveSingleItem().ShouldBeOfType<FanOutConsumer>();
        SynthesizedTemplate.Plain(CdkFixture.Synthesize(stack).OnlyProperties("AWS::CloudWatch::Dashboard")["DashboardBody"]!)
            .ShouldContain("## Consumer Search", Case.Sensitive);
    }

    [Fact]
    public void A_pipeline_on_demand_is_warmed_where_its_scaling_says_so()
    {
        var stack = cdk.NewStack();

        _ = new StreamingPipeline(stack, "Clicks", new StreamingPipelineProps
        {
            Stream = new DataStreamProps { Mode = StreamMode.ON_DEMAND },
            Scaling = new ShardScaling { MaxShards = 400, WarmThroughput = true },
        });

        SynthesizedTemplate.Plain(CdkFixture.Synthesize(stack).OnlyProperties("AWS::CloudWatch::Dashboard")["DashboardBody"]!)
            .ShouldContain(": warm throughput", Case.Sensitive);
    }

    [Fact]
    public void What_excludes_each_other_is_refused() =>
        Should.Throw<InvalidPropsException>(() => new StreamingPipeline(null!, "Clicks", new StreamingPipelineProps
        {
            Stream = new DataStreamProps { Mode = StreamMode.ON_DEMAND },
            Scaling = new ShardScaling { MaxShards = 8 },
        })).Message.ShouldBe(
            """
            StreamingPipeline 'Clicks' has invalid properties:
              Scaling is given; allowed: nothing or one with WarmThroughput, since the stream is ON_DEMAND and Kinesis sizes it.
            """);
}
