using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.SNS;
using Amazon.JSII.Runtime.Deputy;
using Constructs;
using Shardwise.Constructs.Consumers;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Streams;
using Shouldly;

namespace Shardwise.Constructs.Tests;

/// <summary>The examples of docs/escape-hatches.md. They are the same lines there and here, which a test sees to.</summary>
[Collection(CdkFixture.Name)]
public sealed class EscapeHatchExamplesTests(CdkFixture cdk)
{
    [Fact]
    public void Every_example_changes_what_it_says()
    {
        var template = cdk.Example(Synthesized);

        var stream = template.Resources("AWS::Kinesis::Stream").ShouldHaveSingleItem();
        stream.Key.ShouldBe("ClickStream");
        stream.Value["DeletionPolicy"]!.ToString().ShouldBe("Delete");
        stream.Value["Properties"]!["Tags"]!.ToJsonString().ShouldContain("\"team\"", Case.Sensitive);
        var mapping = template.Only("AWS::Lambda::EventSourceMapping");
        mapping["Properties"]!["MaximumRecordAgeInSeconds"]!["Ref"]!.ToString().ShouldBe("RecordAge");
        mapping["Properties"]!["BisectBatchOnFunctionError"].ShouldBeNull();
        mapping["DependsOn"]!.ToJsonString().ShouldContain("Seen", Case.Sensitive);
        template.OnlyProperties("AWS::Lambda::Function")["RecursiveLoop"]!.ToString().ShouldBe("Terminate");
        template.OnlyProperties("AWS::Logs::LogGroup")["RetentionInDays"]!.GetValue<int>().ShouldBe(365);
        template.Allowed().ShouldContain("Allow dynamodb:PutItem on {Seen.Arn}");
        template.Allowed().ShouldContain("Allow ssm:GetParameter on arn:aws:ssm:eu-west-1:111122223333:parameter/orders");
        template.Resources("AWS::EC2::SecurityGroupIngress").ShouldHaveSingleItem();
        var alarms = template.Resources("AWS::CloudWatch::Alarm");
        alarms.Values.Count(alarm => alarm["Properties"]!["AlarmActions"] is not null).ShouldBe(1);
        alarms.Values.Count(alarm => (string?)alarm["Condition"] == "InProduction").ShouldBe(1);
    }

    internal static SynthesizedTemplate Synthesized(CdkFixture cdk)
    {
        var stack = cdk.NewStack();
        var onCall = new Topic(stack, "OnCall");
        var recordAge = new CfnParameter(stack, "RecordAge", new CfnParameterProps { Type = "Number" });
        var stage = new CfnParameter(stack, "Stage");
        var parameterArn = "arn:aws:ssm:eu-west-1:111122223333:parameter/orders";
        var vpc = Vpc.FromVpcAttributes(stack, "Vpc", new VpcAttributes
        {
            VpcId = "vpc-00000001",
            AvailabilityZones = ["eu-west-1a"],
            PrivateSubnetIds = ["subnet-00000001"],
            VpcCidrBlock = "10.0.0.0/16",
        });
        var database = SecurityGroup.FromSecurityGroupId(stack, "Database", "sg-00000001");
        var table = new Table(stack, "Seen", new TableProps
        {
            PartitionKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "id", Type = AttributeType.STRING },
            BillingMode = BillingMode.PAY_PER_REQUEST,
        });
        var clicks = new DataStream(stack, "Clicks");
        var etl = new EtlConsumer(stack, "Etl", new EtlConsumerProps
        {
            Stream = clicks,
            AssetDirectory = cdk.Published("Clean"),
            Handler = "Clean::Clean.Function::HandleAsync",
            Function = new FunctionSettings { Vpc = vpc },
        });

        etl.Mapping.MaximumRecordAgeInSeconds = recordAge.ValueAsNumber;

        ((CfnFunction)etl.Function.Node.DefaultChild!).AddPropertyOverride("RecursiveLoop", "Terminate");

        etl.Mapping.AddPropertyDeletionOverride("BisectBatchOnFunctionError");

        clicks.Resource.OverrideLogicalId("ClickStream");

        clicks.Resource.ApplyRemovalPolicy(RemovalPolicy.DESTROY);

        table.GrantWriteData(etl);
        etl.Function.AddToRolePolicy(new PolicyStatement(new PolicyStatementProps { Actions = ["ssm:GetParameter"], Resources = [parameterArn] }));

        database.Connections.AllowFrom(etl.Function, Port.Tcp(5432), "The consumer writes orders.");

        ((Alarm)clicks.Node.FindChild("WriteThrottleAlarm")).AddAlarmAction(new SnsAction(onCall));

        etl.Mapping.Node.AddDependency(table);

        var inProduction = new CfnCondition(stack, "InProduction", new CfnConditionProps { Expression = Fn.ConditionEquals(stage.ValueAsString, "production") });
        ((CfnAlarm)clicks.Alarms[0].Node.DefaultChild!).CfnOptions.Condition = inProduction;

        Tags.Of(stack).Add("team", "web");
        Aspects.Of(stack).Add(new KeepLogs(days: 365));

        return CdkFixture.Synthesize(stack);
    }

    [Fact]
    public void The_documentation_shows_these_very_lines() =>
        Documentation.ExamplesShouldStandIn("escape-hatches.md", "EscapeHatchExamplesTests.cs", count: 12);

    [Fact]
    public void Every_construct_has_a_row_and_every_row_names_members_that_are_there()
    {
        var rows = File.ReadAllLines(Path.Combine(CdkFixture.Root, "docs", "escape-hatches.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|')).SelectMany(cells => Quoted(cells[1]).Select(name => (Name: name, Members: Quoted(cells[2])))).ToList();
        var constructs = typeof(DataStream).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Construct))).ToDictionary(type => type.Name);

        rows.Select(row => row.Name).ShouldBe(constructs.Keys, ignoreOrder: true);
        foreach (var (name, members) in rows)
            members.Where(member => constructs[name].GetProperty(member) is null).ShouldBeEmpty(name);
    }

    private static string[] Quoted(string cell) => [.. cell.Split('`').Where((_, index) => index % 2 == 1)];

    public sealed class KeepLogs(double days) : DeputyBase, IAspect
    {
        public void Visit(IConstruct node)
        {
            if (node is CfnLogGroup group)
                group.RetentionInDays = days;
        }
    }
}
