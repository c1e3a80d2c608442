using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.S3;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Network;
using Shardwise.Constructs.Tests.Gates;
using Shardwise.Constructs.Validation;
using Shouldly;
using KinesisStream = Amazon.CDK.AWS.Kinesis.Stream;

namespace Shardwise.Constructs.Tests.Network;

[Collection(CdkFixture.Name)]
public sealed class NetworkTests(CdkFixture cdk)
{
    private const string StreamArn = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks";

    private static readonly Dictionary<string, Action<Stack>> Samples = new()
    {
        ["endpoints"] = stack => _ = new StreamEndpoints(stack, "Endpoints", new StreamEndpointsProps { Vpc = Vpc(stack) }),
        ["endpoints for one stream each"] = stack => _ = new StreamEndpoints(stack, "Endpoints", new StreamEndpointsProps
        {
            Vpc = Vpc(stack),
            Streams = [Clicks(stack)],
            DeliveryStreams = [FirehoseStream.FromName(stack, "clicks-to-lake")],
            SecurityGroups = [SecurityGroup.FromSecurityGroupId(stack, "Group", "sg-00000001")],
        }),
        ["an audit"] = stack => _ = new StreamAudit(stack, "Audit", new StreamAuditProps { Streams = [Clicks(stack)] }),
        ["an audit of writes into a bucket of its own"] = stack => _ = new StreamAudit(stack, "Audit", new StreamAuditProps
        {
            Streams = [Clicks(stack)],
            TrailName = "clicks-writes",
            Calls = AuditedCalls.Writes,
            Bucket = Bucket.FromBucketName(stack, "Trails", "example-trails"),
        }),
    };

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_looks_as_approved(string name)
    {
        var stack = cdk.NewStack();
        Samples[name](stack);

        stack.ShouldLookAsApproved(name);
    }

    [Fact]
    public void Records_cannot_leave_by_an_endpoint_to_another_account()
    {
        var stack = cdk.NewStack();
        Samples["endpoints"](stack);

        var statements = CdkFixture.Synthesize(stack).Resources("AWS::EC2::VPCEndpoint").Values
            .Select(endpoint => endpoint["Properties"]!["PolicyDocument"]!["Statement"]!.AsArray().Single()!).ToArray();
        statements.Select(statement => (string)statement["Action"]!).ShouldBe(["kinesis:*", "firehose:*"], ignoreOrder: true);
        foreach (var statement in statements)
            statement["Condition"]!.ToJsonString().ShouldBe(
                """{"StringEquals":{"aws:PrincipalAccount":{"Ref":"AWS::AccountId"},"aws:ResourceAccount":{"Ref":"AWS::AccountId"}}}""");
    }

    [Fact]
    public void Only_the_streams_that_are_named_can_be_reached()
    {
        var stack = cdk.NewStack();
        Samples["endpoints for one stream each"](stack);

        CdkFixture.Synthesize(stack).Resources("AWS::EC2::VPCEndpoint").Values
            .SelectMany(endpoint => Several(endpoint["Properties"]!["PolicyDocument"]!["Statement"]![0]!["Resource"]!)).ShouldBe(
            [
                StreamArn, $"{StreamArn}/consumer/*", "arn:{AWS::Partition}:firehose:{AWS::Region}:{AWS::AccountId}:deliverystream/clicks-to-lake",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void The_made_group_lets_the_VPC_in_by_HTTPS_and_nothing_out()
    {
        var stack = cdk.NewStack();
        Samples["endpoints"](stack);

        var group = CdkFixture.Synthesize(stack).OnlyProperties("AWS::EC2::SecurityGroup");
        var rule = group["SecurityGroupIngress"]!.AsArray().Single()!;
        $"{rule["IpProtocol"]} {rule["FromPort"]} {rule["ToPort"]} {rule["CidrIp"]}".ShouldBe("tcp 443 443 10.0.0.0/16");
        group["SecurityGroupEgress"]!.AsArray().ShouldHaveSingleItem()!["CidrIp"]!.GetValue<string>().ShouldBe("255.255.255.255/32");
    }

    [Fact]
    public void Endpoints_that_exclude_themselves_are_refused()
    {
        var stack = cdk.NewStack();

        Should.Throw<InvalidPropsException>(() => new StreamEndpoints(stack, "Endpoints", new StreamEndpointsProps
        {
            Vpc = Vpc(stack),
            DataStreams = false,
            Firehose = false,
            Streams = [Clicks(stack)],
            DeliveryStreams = [FirehoseStream.FromName(stack, "clicks-to-lake")],
            SecurityGroups = [.. Enumerable.Range(0, 6).Select(n => SecurityGroup.FromSecurityGroupId(stack, $"Group{n}", $"sg-0000000{n}"))],
        })).Message.ShouldBe(
            """
            StreamEndpoints 'Endpoints' has invalid properties:
              DataStreams is false; allowed: true, since Firehose is off too: nothing would be left.
              Streams is 1 streams; allowed: none, since DataStreams is off.
              DeliveryStreams is 1 delivery streams; allowed: none, since Firehose is off.
              SecurityGroups is 6 security groups; allowed: at most 5.
            """);
    }

    [Fact]
    public void One_of_the_two_endpoints_can_be_left_out()
    {
        var stack = cdk.NewStack();
        var endpoints = new StreamEndpoints(stack, "Endpoints", new StreamEndpointsProps { Vpc = Vpc(stack), Firehose = false });

        endpoints.Firehose.ShouldBeNull();
        endpoints.DataStreams.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("abc", null)]
    [InlineData("ab", "TrailName is 'ab'; allowed: 3 to 128 of a-z A-Z 0-9 . _ -, beginning and ending with a letter or a digit.")]
    [InlineData("-abc", "TrailName is '-abc'; allowed: 3 to 128 of a-z A-Z 0-9 . _ -, beginning and ending with a letter or a digit.")]
    [InlineData("abc.", "TrailName is 'abc.'; allowed: 3 to 128 of a-z A-Z 0-9 . _ -, beginning and ending with a letter or a digit.")]
    [InlineData("a b", "TrailName is 'a b'; allowed: 3 to 128 of a-z A-Z 0-9 . _ -, beginning and ending with a letter or a digit.")]
    public void A_trails_name_is_checked(string name, string? violation)
    {
        var stack = cdk.NewStack();
        void Make() => _ = new StreamAudit(stack, "Audit", new StreamAuditProps { Streams = [Clicks(stack)], TrailName = name });

        if (violation is null)
            Should.NotThrow(Make);
        else
            Should.Throw<InvalidPropsException>(Make).Message.ShouldBe($"StreamAudit 'Audit' has invalid properties:\n  {violation}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(251)]
    public void An_audit_is_of_some_streams(int count)
    {
        var stack = cdk.NewStack();
        var stream = Clicks(stack);

        Should.NotThrow(() => new StreamAudit(stack, "Most", new StreamAuditProps { Streams = [.. Enumerable.Repeat(stream, 250)] }));
        var refused = new StreamAuditProps { Streams = [.. Enumerable.Repeat(stream, count)] };
        Should.Throw<InvalidPropsException>(() => new StreamAudit(stack, "Audit", refused))
            .Message.ShouldBe($"StreamAudit 'Audit' has invalid properties:\n  Streams is {count} streams; allowed: 1 to 250.");
    }

    [Fact]
    public void A_trail_records_the_streams_and_their_consumers_and_may_write_to_its_bucket_alone()
    {
        var stack = cdk.NewStack();
        Samples["an audit"](stack);
        var template = CdkFixture.Synthesize(stack);

        template.OnlyProperties("AWS::CloudTrail::Trail")["AdvancedEventSelectors"]!.AsArray()
            .Select(selector => selector!["FieldSelectors"]!.AsArray().Select(field => $"{field!["Field"]} {field["Equals"] ?? field["StartsWith"]}"))
            .Select(fields => string.Join("; ", fields))
            .Select(text => text.Replace("\n", "").Replace(" ", "")).ShouldBe(
            [
                $"""eventCategory["Data"];resources.type["AWS::Kinesis::Stream"];resources.ARN["{StreamArn}"]""",
                $"""eventCategory["Data"];resources.type["AWS::Kinesis::StreamConsumer"];resources.ARN["{StreamArn}/consumer/"]""",
            ]);
        template.OnlyProperties("AWS::S3::BucketPolicy")["PolicyDocument"]!["Statement"]!.AsArray()
            .Where(statement => (string?)statement!["Principal"]!["Service"] == "cloudtrail.amazonaws.com")
            .ShouldAllBe(statement => statement!["Condition"]!["StringEquals"]!["aws:SourceArn"] != null);
        template.Only("AWS::CloudTrail::Trail")["DependsOn"]!.ToJsonString().ShouldMatch("""^\["AuditBucketPolicy[0-9A-F]{8}"\]$""");
    }

    // By the client's own endpoint rules: for a call by ARN, and for one by name with credentials that carry an account id, the account is in the name.
    [Fact]
    public void The_endpoints_name_every_host_that_the_newest_client_calls()
    {
        var stack = new Stack(cdk.NewApp(), "Test", new StackProps { Env = new Amazon.CDK.Environment { Region = "eu-west-1", Account = "444455556666" } });
        var endpoints = new StreamEndpoints(stack, "Endpoints", new StreamEndpointsProps { Vpc = Vpc(stack) });
        var names = endpoints.HostNames.Select(name => name.Replace(stack.UrlSuffix, "amazonaws.com", StringComparison.Ordinal)).ToArray();

        var called = TemplateGate.Node("hosts.mjs", "eu-west-1");

        called.ShouldBe(
        [
            "111122223333.control-kinesis.eu-west-1.amazonaws.com",
            "111122223333.data-kinesis.eu-west-1.amazonaws.com",
            "444455556666.control-kinesis.eu-west-1.amazonaws.com",
            "444455556666.data-kinesis.eu-west-1.amazonaws.com",
            "a1b2c3d4.control-kinesis.eu-west-1.amazonaws.com",
            "kinesis.eu-west-1.amazonaws.com",
        ]);
        called.ShouldAllBe(host => names.Contains(host) || names.Contains($"*.{host.Split('.', 2)[1]}"));
    }

    private static IStream Clicks(Stack stack) => KinesisStream.FromStreamArn(stack, "Clicks", StreamArn);

    private static IVpc Vpc(Stack stack) => Amazon.CDK.AWS.EC2.Vpc.FromVpcAttributes(stack, "Vpc", new VpcAttributes
    {
        VpcId = "vpc-00000001",
        VpcCidrBlock = "10.0.0.0/16",
        AvailabilityZones = ["eu-west-1a", "eu-west-1b"],
        PrivateSubnetIds = ["subnet-00000001", "subnet-00000002"],
    });

    private static IEnumerable<string> Several(System.Text.Json.Nodes.JsonNode value) =>
        value is System.Text.Json.Nodes.JsonArray array ? array.Select(item => SynthesizedTemplate.Plain(item!)) : [SynthesizedTemplate.Plain(value)];
}
