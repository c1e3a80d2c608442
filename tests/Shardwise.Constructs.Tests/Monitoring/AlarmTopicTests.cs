using System.Text.Json.Nodes;
using Amazon.CDK.Assertions;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tests.Gates;
using Shouldly;

namespace Shardwise.Constructs.Tests.Monitoring;

/// <summary>A topic's policy takes the place of the one that SNS gives to every topic: without a word for CloudWatch every alarm is silent.</summary>
[Collection(CdkFixture.Name)]
public sealed class AlarmTopicTests(CdkFixture cdk)
{
    private const string Silent =
        "The topic's policy does not let cloudwatch.amazonaws.com publish, so that alarms tell nobody: a policy takes the place of the one that SNS gives "
        + "to every topic, which does. Add a statement of its own to it, by AddToResourcePolicy: Sid AllowAlarms, Principals cloudwatch.amazonaws.com, "
        + "Actions sns:Publish, Resources the topic's ARN, Conditions StringEquals aws:SourceAccount the account.";

    [Fact]
    public void A_topic_whose_policy_keeps_alarms_out_is_warned_of_once()
    {
        (string Policy, bool IsSilent, PolicyStatement[] Statements)[] policies =
        [
            ("none", false, []),
            ("another service alone", true, [Statement(Effect.ALLOW, "events.amazonaws.com", "sns:Publish")]),
            ("another action", true, [Statement(Effect.ALLOW, "cloudwatch.amazonaws.com", "sns:Subscribe")]),
            ("a denial of requests without TLS alone", true, [WithoutTls()]),
            ("alarms, and that denial", false, [Statement(Effect.ALLOW, "cloudwatch.amazonaws.com", "sns:Publish"), WithoutTls()]),
            ("alarms, and a denial of all", true, [Statement(Effect.ALLOW, "cloudwatch.amazonaws.com", "sns:*"), Statement(Effect.DENY, null, "*")]),
            ("everybody", false, [Statement(Effect.ALLOW, null, "sns:Publish")]),
        ];
        foreach (var (policy, isSilent, statements) in policies)
        {
            var stack = cdk.NewStack();
            var topic = new Topic(stack, "OnCall");
            _ = new DataStream(stack, "Clicks", new DataStreamProps { Alarms = new AlarmSettings { Topic = topic } });
            foreach (var statement in statements)
                topic.AddToResourcePolicy(statement);

            var warnings = Annotations.FromStack(stack).FindWarning("/Test/OnCall", Match.AnyValue());

            warnings.Select(warning => ((string)warning.Entry.Data!).Split(" [ack:")[0]).ShouldBe(isSilent ? new[] { Silent } : [], policy);
        }
    }

    // The CDK of our build makes a policy only for a statement that is added; a newer one makes it for the denial, and would be silent without ours.
    [Fact]
    public void The_reference_topic_lets_alarms_in_by_the_newest_CDK_too()
    {
        var approved = Path.Combine(
            CdkFixture.Root, "tests", "Shardwise.Constructs.Tests", "Reference", "Approved",
            "ReferenceStackTests.The_reference_stack_with_everything_on_looks_as_approved.approved.json");
        var policy = new SynthesizedTemplate(JsonNode.Parse(File.ReadAllText(approved))!.AsObject()).OnlyProperties("AWS::SNS::TopicPolicy");

        var newest = string.Join('\n', TemplateGate.Over("topic.mjs", File.ReadAllText(approved)));

        policy["PolicyDocument"]!["Statement"]!.AsArray().Select(statement => $"{statement!["Effect"]} {statement["Sid"]}")
            .ShouldBe(["Allow AllowAlarms", "Deny AllowPublishThroughSSLOnly"]);
        newest.ShouldMatchApproved(options => options.WithFileExtension(".txt").SubFolder("Approved").NoDiff());
    }

    private static PolicyStatement WithoutTls()
    {
        var statement = Statement(Effect.DENY, null, "sns:Publish");
        statement.AddCondition("Bool", new Dictionary<string, object> { ["aws:SecureTransport"] = "false" });
        return statement;
    }

    private static PolicyStatement Statement(Effect effect, string? service, string action) => new(new PolicyStatementProps
    {
        Effect = effect,
        Principals = [service is null ? new StarPrincipal() : new ServicePrincipal(service)],
        Actions = [action],
        Resources = ["*"],
    });
}
