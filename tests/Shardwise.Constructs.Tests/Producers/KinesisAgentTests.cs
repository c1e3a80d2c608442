using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.IAM;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Producers;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using Shouldly;

namespace Shardwise.Constructs.Tests.Producers;

[Collection(CdkFixture.Name)]
public sealed class KinesisAgentTests(CdkFixture cdk)
{
    [Fact]
    public void The_configuration_names_the_streams_and_their_regions_endpoints()
    {
        var stack = cdk.NewStack();
        var agent = Agent(stack);
        _ = new CfnOutput(stack, "Json", new CfnOutputProps { Value = agent.AgentJson });

        var json = JsonNode.Parse(SynthesizedTemplate.Plain(CdkFixture.Synthesize(stack).Output("Json")))!;

        json.ToJsonString().ShouldBe(JsonNode.Parse(
            """
            {
              "cloudwatch.emitMetrics": true,
              "cloudwatch.endpoint": "monitoring.{AWS::Region}.{AWS::URLSuffix}",
              "kinesis.endpoint": "kinesis.{AWS::Region}.{AWS::URLSuffix}",
              "firehose.endpoint": "firehose.{AWS::Region}.{AWS::URLSuffix}",
              "flows": [
                {
                  "filePattern": "/var/log/web/*.log",
                  "initialPosition": "END_OF_FILE",
                  "maxBufferAgeMillis": 60000,
                  "kinesisStream": "{ClicksStream}",
                  "partitionKeyOption": "RANDOM"
                },
                {
                  "filePattern": "/var/log/audit/audit.csv",
                  "initialPosition": "START_OF_FILE",
                  "maxBufferAgeMillis": 5000,
                  "deliveryStream": "audit",
                  "skipHeaderLines": 1
                }
              ]
            }
            """)!.ToJsonString());
    }

    [Fact]
    public void The_commands_install_it_write_its_configuration_and_start_it()
    {
        var stack = cdk.NewStack();
        var userData = UserData.ForLinux();
        Agent(stack).AddTo(userData);
        _ = new CfnOutput(stack, "Script", new CfnOutputProps { Value = userData.Render() });

        var script = SynthesizedTemplate.Plain(CdkFixture.Synthesize(stack).Output("Script")).Split('\n');

        script[0].ShouldBe("#!/bin/bash");
        script[1].ShouldBe("dnf install -y aws-kinesis-agent || yum install -y aws-kinesis-agent");
        script[3].ShouldBe("cat > /etc/aws-kinesis/agent.json <<'AGENT_JSON'");
        script[^2].ShouldBe("AGENT_JSON");
        script[^1].ShouldBe("systemctl enable --now aws-kinesis-agent || (chkconfig aws-kinesis-agent on && service aws-kinesis-agent start)");
    }

    [Fact]
    public void Its_instances_may_put_what_its_flows_put_and_nothing_else()
    {
        var stack = cdk.NewStack();
        Agent(stack).GrantRun(new Role(stack, "Instance", new RoleProps { AssumedBy = new ServicePrincipal("ec2.amazonaws.com") }));

        CdkFixture.Synthesize(stack).Allowed().ShouldBe(
        [
            "Allow cloudwatch:PutMetricData on *",
            "Allow firehose:PutRecord on arn:{AWS::Partition}:firehose:{AWS::Region}:{AWS::AccountId}:deliverystream/audit",
            "Allow firehose:PutRecordBatch on arn:{AWS::Partition}:firehose:{AWS::Region}:{AWS::AccountId}:deliverystream/audit",
            "Allow kinesis:PutRecords on {ClicksStream.Arn}",
        ]);
    }

    [Fact]
    public void What_the_agent_would_not_do_is_refused_in_one_message()
    {
        var stack = cdk.NewStack();
        var stream = new DataStream(stack, "Clicks");

        Should.Throw<InvalidPropsException>(() => new KinesisAgent(stack, "Agent", new KinesisAgentProps
        {
            Flows =
            [
                new AgentFlow { FilePattern = "web.log", KeyFromLine = true },
                new AgentFlow { FilePattern = "/a", Stream = stream, MaxBufferAge = TimeSpan.FromSeconds(901), SkipHeaderLines = -1 },
                new AgentFlow { FilePattern = "/a", Stream = stream },
            ],
        })).Message.ShouldBe(
            """
            KinesisAgent 'Agent' has invalid properties:
              Flows[0].FilePattern is 'web.log'; allowed: an absolute path, such as /var/log/web/*.log.
              Flows[0].Stream is not given, nor is Delivery; allowed: one of the two.
              Flows[0].KeyFromLine is true; allowed: false, since a delivery stream has no partition keys.
              Flows[1].MaxBufferAge is 901 s; allowed: whole seconds, from 1 s to 900 s.
              Flows[1].SkipHeaderLines is -1; allowed: 0 and more.
              Flows is '/a' twice; allowed: each file pattern once, since the agent reads a file for one flow only.
            """);
    }

    private static KinesisAgent Agent(Stack stack) => new(stack, "Agent", new KinesisAgentProps
    {
        Flows =
        [
            new AgentFlow { FilePattern = "/var/log/web/*.log", Stream = new DataStream(stack, "Clicks") },
            new AgentFlow
            {
                FilePattern = "/var/log/audit/audit.csv",
                Delivery = FirehoseStream.FromName(stack, "audit"),
                FromTheStart = true,
                MaxBufferAge = TimeSpan.FromSeconds(5),
                SkipHeaderLines = 1,
            },
        ],
    });
}
