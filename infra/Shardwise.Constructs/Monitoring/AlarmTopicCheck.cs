using System.Runtime.CompilerServices;
using Amazon.CDK;
using Amazon.CDK.AWS.SNS;
using Amazon.JSII.Runtime.Deputy;
using Constructs;
using Shardwise.Constructs.Compatibility;

namespace Shardwise.Constructs.Monitoring;

/// <summary>
/// Warns where a topic of the app has a policy that keeps alarms from it. A policy takes the place of the one that SNS gives to every topic, and a
/// newer CDK makes one for <c>EnforceSSL</c> that holds a denial alone: nothing fails, and nobody is told of any alarm.
/// </summary>
internal sealed class AlarmTopicCheck : DeputyBase, IValidation
{
    private const string Publisher = "cloudwatch.amazonaws.com";
    private const string Publish = "sns:Publish";

    private static readonly ConditionalWeakTable<ITopic, AlarmTopicCheck> Checked = [];

    private readonly Topic topic;

    private AlarmTopicCheck(Topic topic) => this.topic = topic;

    /// <summary>
    /// Looks at a topic when its app is synthesized and nothing is added to its policy any more. Of an imported one nothing is known.
    /// </summary>
    public static void Watch(ITopic topic)
    {
        if (topic is Topic own && new AlarmTopicCheck(own) is var check && Checked.TryAdd(own, check))
            own.Node.AddValidation(check);
    }

    public string[] Validate()
    {
        if (topic.Node.TryFindChild("Policy") is TopicPolicy policy && !LetsIn(Statements(policy.Document)))
            Warning.Add(
                topic,
                "shardwise:alarmTopic",
                $"The topic's policy does not let {Publisher} publish, so that alarms tell nobody: a policy takes the place of the one that SNS "
                + "gives to every topic, which does. Add a statement of its own to it, by AddToResourcePolicy: Sid AllowAlarms, Principals "
                + $"{Publisher}, Actions {Publish}, Resources the topic's ARN, Conditions StringEquals aws:SourceAccount the account.");
        return [];
    }

    private Statement[] Statements(object document) =>
        ((IDictionary<string, object>)Stack.Of(topic).Resolve(document)!).TryGetValue("Statement", out var statements)
            ? [.. Several(statements).Cast<IDictionary<string, object>>().Select(Statement.Of)]
            : [];

    // A denial under a condition, such as that of requests without TLS, denies nothing to CloudWatch.
    private static bool LetsIn(Statement[] statements) =>
        statements.Any(statement => statement is { Allows: true, IsOfAlarms: true })
        && !statements.Any(statement => statement is { Allows: false, IsOfAlarms: true, HasCondition: false });

    private static object[] Several(object value) => value as object[] ?? [value];

    private sealed record Statement(bool Allows, bool IsOfAlarms, bool HasCondition)
    {
        public static Statement Of(IDictionary<string, object> statement) => new(
            (string)statement["Effect"] == "Allow",
            Covers(statement, "Action", Publish, "sns:*", "*") && IsOfPublisher(statement),
            statement.ContainsKey("Condition"));

        private static bool IsOfPublisher(IDictionary<string, object> statement) =>
            statement.TryGetValue("Principal", out var principal) && (principal is IDictionary<string, object> kinds
                ? Covers(kinds, "Service", Publisher) || Covers(kinds, "AWS", "*")
                : principal is "*");

        private static bool Covers(IDictionary<string, object> owner, string key, params string[] values) =>
            owner.TryGetValue(key, out var found) && Several(found).OfType<string>().Any(values.Contains);
    }
}
