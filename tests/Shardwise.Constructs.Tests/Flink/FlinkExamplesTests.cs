using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Network;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Video;
using Shouldly;

namespace Shardwise.Constructs.Tests.Flink;

/// <summary>The examples of docs/flink-video-network.md. They are the same lines there and here, which a test sees to.</summary>
[Collection(CdkFixture.Name)]
public sealed class FlinkExamplesTests(CdkFixture cdk)
{
    [Fact]
    public void Every_example_of_the_documentation_is_synthesized() => Should.NotThrow(() => cdk.Example(Synthesized));

    // The gates walk over this template too.
    internal static SynthesizedTemplate Synthesized(CdkFixture cdk)
    {
        var stack = cdk.NewStack();
        var parts = new FlinkParts(stack);
        var bucket = parts.Bucket;
        var sealedBucket = Bucket.FromBucketAttributes(
            stack, "SealedCode", new BucketAttributes { BucketName = "sealed-code", EncryptionKey = parts.Key });
        var sealedClicks = parts.Stream("sealed-clicks", parts.Key);
        var clicks = new DataStream(stack, "Clicks");
        var pages = new DataStream(stack, "Counts");
        var operators = new Role(stack, "Operators", new RoleProps { AssumedBy = new AccountRootPrincipal() });
        var camera = new User(stack, "Camera");
        var vpc = Vpc.FromVpcAttributes(stack, "Vpc", new VpcAttributes
        {
            VpcId = "vpc-00000001",
            VpcCidrBlock = "10.0.0.0/16",
            AvailabilityZones = ["eu-west-1a"],
            PrivateSubnetIds = ["subnet-00000001"],
        });

        var code = FlinkCode.FromBucket(bucket, "clicks/clicks-1.4.jar");
        var application = new FlinkApplication(stack, "Pages", new FlinkApplicationProps
        {
            Code = code,
            Sources = [clicks.Stream],
            Sinks = [pages.Stream],
            Parallelism = 4,
            PropertyGroups = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["streams"] = new Dictionary<string, string> { ["in"] = clicks.StreamName, ["out"] = pages.StreamName },
            },
        });
        application.GrantOperate(operators);

        application.Resource.ApplyRemovalPolicy(RemovalPolicy.RETAIN);
        application.Resource.RuntimeEnvironment = FlinkRuntime.Flink120.Name;

        var notebook = new FlinkStudio(stack, "Notebook", new FlinkStudioProps { Sources = [clicks.Stream] });
        notebook.GrantOpen(operators);

        var door = new VideoStream(stack, "Door", new VideoStreamProps { MediaType = "video/h264", Retention = TimeSpan.FromHours(72) });
        door.GrantWrite(camera);
        door.GrantRead(operators);
        var talk = new SignalingChannel(stack, "Talk");
        talk.GrantMaster(camera);
        talk.GrantViewer(operators);

        var state = new Key(stack, "State", new KeyProps { EnableKeyRotation = true });
        _ = new FlinkApplication(stack, "Sealed", new FlinkApplicationProps
        {
            ApplicationName = "clicks-sealed",
            Code = FlinkCode.FromBucket(sealedBucket, "clicks/clicks-1.4.jar"),
            Sources = [sealedClicks],
            EncryptionKey = state,
        });

        _ = new StreamEndpoints(stack, "Endpoints", new StreamEndpointsProps { Vpc = vpc, Streams = [clicks.Stream] });

        _ = new StreamAudit(stack, "Audit", new StreamAuditProps { Streams = [clicks.Stream], Calls = AuditedCalls.Reads });

        var template = CdkFixture.Synthesize(stack);
        template.Resources("AWS::KinesisAnalyticsV2::Application").Count.ShouldBe(3);
        template.Resources("AWS::EC2::VPCEndpoint").Count.ShouldBe(2);
        template.OnlyProperties("AWS::CloudTrail::Trail")["AdvancedEventSelectors"]!.ToJsonString()
            .ShouldContain("""{"Equals":["true"],"Field":"readOnly"}""", Case.Sensitive);
        return template;
    }

    [Fact]
    public void The_documentation_shows_these_very_lines() =>
        Documentation.ExamplesShouldStandIn("flink-video-network.md", Path.Combine("Flink", "FlinkExamplesTests.cs"), 8);
}
