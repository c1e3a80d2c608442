using System.Diagnostics;
using System.Text.RegularExpressions;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Pipelines;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;
using Shouldly;

namespace Shardwise.Constructs.Tests;

/// <summary>The examples of docs/constructs.md. They are the same lines there and here, which a test sees to.</summary>
[Collection(CdkFixture.Name)]
public sealed class ConstructsExamplesTests(CdkFixture cdk)
{
    [Fact]
    public void Every_example_of_the_documentation_is_synthesized() => Should.NotThrow(() => cdk.Example(Synthesized));

    // The gates walk over this template too.
    internal static SynthesizedTemplate Synthesized(CdkFixture cdk)
    {
        var stack = cdk.NewStack();
        var published = cdk.Published("Clean");
        var bucket = Bucket.FromBucketName(stack, "Lake", "example-lake");
        var onCall = new Topic(stack, "OnCall");
        var producer = new User(stack, "Producer");
        var worker = new Role(stack, "Worker", new RoleProps { AssumedBy = new ServicePrincipal("ecs-tasks.amazonaws.com") });
        var userData = UserData.ForLinux();
        var platform = new Stack((Amazon.CDK.App)stack.Node.Root, "Platform");
        var vpc = Vpc.FromVpcAttributes(stack, "Vpc", new VpcAttributes
        {
            VpcId = "vpc-00000001",
            AvailabilityZones = ["eu-west-1a"],
            PrivateSubnetIds = ["subnet-00000001"],
        });
        var seen = Table.FromTableName(stack, "Seen", "seen");
        var onDemand = new DataStream(stack, "OnDemand", new DataStreamProps { Mode = StreamMode.ON_DEMAND, CustomerManagedKey = true });

        var pipeline = new StreamingPipeline(stack, "Web", new StreamingPipelineProps
        {
            Scaling = new ShardScaling { MinShards = 1, MaxShards = 64 },
            Consumer = stream => new EtlConsumerProps { Stream = stream, AssetDirectory = published, Handler = "Clean::Clean.Function::HandleAsync" },
            Delivery = new S3Destination { Bucket = bucket },
            AlarmTopic = onCall,
        });

        var clicks = new DataStream(stack, "Clicks", new DataStreamProps
        {
            CustomerManagedKey = true,
            MaxRecordSizeKiB = 2048,
            ShardLevelMetrics = [ShardMetric.IncomingBytes],
        });
        clicks.GrantKplWrite(producer);
        clicks.GrantKclConsumer(worker, "search");
        clicks.ShareRead("444455556666");

        var views = new DataStream(stack, "Views", new DataStreamProps
        {
            Mode = StreamMode.ON_DEMAND,
            RecordDistributionStrategy = RecordDistribution.Auto,
        });
        views.GrantWrite(producer);

        var search = new FanOutConsumer(stack, "Search", new FanOutConsumerProps { Stream = clicks });
        search.GrantRead(worker);

        var orderQueue = new StreamQueue(stack, "OrderQueue", new StreamQueueProps { Stream = onDemand, VisibilityTimeout = TimeSpan.FromMinutes(2) });
        orderQueue.GrantReceive(worker);
        orderQueue.GrantDeadLetters(worker);

        _ = new StreamChannel(stack, "Channel", new StreamChannelProps
        {
            Stream = onDemand,
            Destination = new ChannelBucket { Bucket = bucket, KeyTemplate = "clicks/!{yyyy}/!{MM}/!{dd}/!{HH}/clicks!{extension}" },
        });

        var autoscaler = new ShardAutoscaler(stack, "Autoscaler");
        autoscaler.Watch(clicks, new ShardScaling { MinShards = 2, MaxShards = 64 });
        autoscaler.Watch(onDemand, new ShardScaling
        {
            WarmThroughput = true,
            MinShards = 20,
            MaxShards = 400,
            Events = [new ShardEvent { MinShards = 200, From = new DateTime(2026, 11, 27, 17, 30, 0), Until = new DateTime(2026, 11, 29, 2, 0, 0), TimeZone = "Europe/Berlin" }],
        });

        var etl = new EtlConsumer(stack, "Etl", new EtlConsumerProps
        {
            Stream = clicks,
            AssetDirectory = published,
            Handler = "Clean::Clean.Function::HandleAsync",
        });
        etl.GrantPut(bucket, "clicks/");

        var filtered = new EtlConsumer(stack, "Filtered", new EtlConsumerProps
        {
            Stream = clicks,
            AssetDirectory = published,
            Handler = "Clean::Clean.Function::HandleAsync",
            StartingPosition = StartingPosition.AT_TIMESTAMP,
            StartingTime = new DateTimeOffset(2026, 11, 1, 6, 30, 0, TimeSpan.Zero),
            Filters = [FilterCriteria.Filter(new Dictionary<string, object> { ["partitionKey"] = FilterRule.IsEqual("checkout") })],
            OnFailure = FailureDestination.ToBucket(bucket),
            Function = new FunctionSettings { Vpc = vpc, ReservedConcurrency = 20, LogLevel = ApplicationLogLevel.WARN },
        });
        seen.GrantWriteData(filtered);

        var orders = DataStream.FromStreamArn(stack, "TheirOrders", "arn:aws:kinesis:eu-west-1:111122223333:stream/orders");
        _ = new EtlConsumer(stack, "OrderEtl", new EtlConsumerProps
        {
            Stream = orders,
            FanOutConsumer = FanOutConsumer.FromConsumerArn(stack, "Ours", "arn:aws:kinesis:eu-west-1:111122223333:stream/orders/consumer/ours:1761955200", orders),
            AssetDirectory = published,
            Handler = "Clean::Clean.Function::HandleAsync",
        });

        var application = new KclApplication(stack, "SearchIndex", new KclApplicationProps { Stream = clicks, ApplicationName = "search-index" });
        application.GrantRun(worker);

        var agent = new KinesisAgent(stack, "Agent", new KinesisAgentProps
        {
            Flows = [new AgentFlow { FilePattern = "/var/log/web/*.log", Stream = clicks }],
        });
        agent.AddTo(userData);
        agent.GrantRun(worker);

        var api = new StreamApi(stack, "Api", new StreamApiProps { Stream = clicks });
        api.GrantPut(producer);
        _ = new EventBridgeFeed(stack, "Orders", new EventBridgeFeedProps
        {
            Stream = clicks,
            Pattern = new EventPattern { Source = ["shop.orders"] },
            PartitionKeyPath = "$.detail.customer",
        });

        _ = new StreamingDashboard(stack, "Page", new StreamingDashboardProps { Parts = [clicks, autoscaler, search, etl, application] });

        var quiet = new DataStream(stack, "Quiet", new DataStreamProps
        {
            Alarms = new AlarmSettings
            {
                Topic = onCall,
                Tuning = new Dictionary<string, AlarmTuning>
                {
                    ["ReadThrottle"] = new() { Enabled = false },
                    ["WriteThrottle"] = new() { Threshold = 100, Datapoints = 5 },
                },
            },
        });

        var payments = DataStream.FromStreamAttributes(stack, "Payments", new DataStreamAttributes
        {
            StreamName = "payments",
            EncryptionKey = Key.FromKeyArn(stack, "PaymentsKey", "arn:aws:kms:eu-west-1:111122223333:key/1a2b3c4d-1234-1234-1234-123456789012"),
            Retention = TimeSpan.FromHours(72),
            Alarms = new AlarmSettings { Topic = onCall },
        });
        autoscaler.Watch(payments, new ShardScaling { MaxShards = 16 });
        payments.GrantKplWrite(producer);

        clicks.GrantRead(new AccountPrincipal("444455556666"));
        search.GrantRead(new ArnPrincipal("arn:aws:iam::444455556666:role/search"));

        var shared = new ShardAutoscaler(platform, "Autoscaler", new ShardAutoscalerProps { Shared = true });
        var carts = new DataStream(stack, "Carts");
        shared.Watch(carts, new ShardScaling { MaxShards = 16 });

        quiet.Alarms.Count.ShouldBe(4);
        new OurDefaults().ConsumerLogRetention.ShouldBe(RetentionDays.ONE_YEAR);
        pipeline.Dashboard.ShouldNotBeNull();
        var template = CdkFixture.Synthesize(stack);
        template.Resources("AWS::Kinesis::Stream").Count.ShouldBe(6);
        return template;
    }

    [Fact]
    public void The_documentation_shows_these_very_lines() =>
        Documentation.ExamplesShouldStandIn("constructs.md", "ConstructsExamplesTests.cs", count: 19);

    [Theory]
    [InlineData("reference.svg", "The_reference_stack_looks_as_approved")]
    [InlineData("reference-everything.svg", "The_reference_stack_with_everything_on_looks_as_approved")]
    public void The_pictures_of_the_reference_app_are_drawn_from_its_templates(string picture, string test)
    {
        var template = Path.Combine(
            CdkFixture.Root, "tests", "Shardwise.Constructs.Tests", "Reference", "Approved", $"ReferenceStackTests.{test}.approved.json");
        Drawn("picture.mjs", template).ShouldBe(File.ReadAllText(Path.Combine(CdkFixture.Root, "docs", "images", picture)));
    }

    [Fact]
    public void The_cost_of_the_reference_app_is_reckoned_from_its_template()
    {
        var page = File.ReadAllText(Path.Combine(CdkFixture.Root, "docs", "cost.md"));
        var command = Regex.Match(page, "node eng/cost.mjs (?<template>.*)").Groups["template"].Value;

        page.ShouldContain($"<!-- cost:begin -->\n{Drawn("cost.mjs", Path.Combine(CdkFixture.Root, command))}<!-- cost:end -->");
    }

    private static string Drawn(string script, string template)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(CdkFixture.Root, "eng", script), template])
        {
            RedirectStandardOutput = true,
        })!;
        var drawn = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        return drawn;
    }

    [Fact]
    public void The_documentation_names_every_alarm_that_can_be_tuned()
    {
        var page = File.ReadAllText(Path.Combine(CdkFixture.Root, "docs", "constructs.md"));

        var constructs = Path.Combine(CdkFixture.Root, "infra", "Shardwise.Constructs");
        foreach (var props in Directory.GetFiles(constructs, "*Props.cs", SearchOption.AllDirectories))
            foreach (var check in File.ReadAllLines(props).Where(line => line.Contains("larms.Check(check, \"", StringComparison.Ordinal)))
                foreach (var name in check.Split('"').Where((_, index) => index % 2 == 1))
                    page.ShouldContain($"`{name}`", Case.Sensitive, customMessage: Path.GetFileName(props));
    }

    public sealed class OurDefaults : ConstructDefaultsV1
    {
        public override RetentionDays ConsumerLogRetention => RetentionDays.ONE_YEAR;
    }
}
