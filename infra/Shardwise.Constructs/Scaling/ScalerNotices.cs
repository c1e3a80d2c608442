using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Lambda.Destinations;
using Amazon.CDK.AWS.SNS;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Scaling;

/// <summary>
/// How what the scaler has to tell comes to a topic: its answer goes to the account's event bus, and what has a text from there on.
/// </summary>
internal static class ScalerNotices
{
    private const string Bus = "default";
    private const string Text = "$.detail.responsePayload.text";

    public static IDestination Destination(Construct scope) =>
        new EventBridgeDestination(Amazon.CDK.AWS.Events.EventBus.FromEventBusName(scope, "Bus", Bus));

    public static void Tell(Construct scope, Function function, ITopic topic)
    {
        var rule = new Rule(scope, "Notices", new RuleProps
        {
            Description = "Tells a topic what the Shardwise scaler did and what it could not do.",
            EventPattern = new EventPattern
            {
                Source = ["lambda"],
                DetailType = ["Lambda Function Invocation Result - Success"],
                Detail = new Dictionary<string, object>
                {
                    ["requestContext"] = new Dictionary<string, object>
                    {
                        ["functionArn"] = new[] { new Dictionary<string, object> { ["prefix"] = function.FunctionArn } },
                    },
                    ["responsePayload"] = new Dictionary<string, object>
                    {
                        ["text"] = new[] { new Dictionary<string, object> { ["exists"] = true } },
                    },
                },
            },
            Targets = [new SnsTopic(topic, new SnsTopicProps { Message = RuleTargetInput.FromText(EventField.FromPath(Text)) })],
        });
        NagRule.Suppress(rule, "Serverless-EventBusDLQ", "A notice that the topic does not take is in the log all the same.");
    }
}
