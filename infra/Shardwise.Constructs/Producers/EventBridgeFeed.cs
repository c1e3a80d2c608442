using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SQS;
using Constructs;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;
using CfnRule = Amazon.CDK.AWS.Events.CfnRule;

namespace Shardwise.Constructs.Producers;

/// <summary>Puts the events of a bus into a stream; what cannot be put waits in a queue, and an alarm says so.</summary>
public sealed class EventBridgeFeed : Construct, IGrantable
{
    /// <summary>Makes the rule, its role, its failure queue and its alarms.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">A property is out of its range. The message names all of them.</exception>
    public EventBridgeFeed(Construct scope, string id, EventBridgeFeedProps props)
        : base(scope, props.Validate(scope, id))
    {
        Role = new Role(this, "Role", new RoleProps { AssumedBy = new ServicePrincipal("events.amazonaws.com") });
        props.Stream.Grant(Role, "kinesis:PutRecord", "kinesis:PutRecords");
        StreamAccess.GrantKeyToOwn(Role, props.Stream.EncryptionKey, "kms:GenerateDataKey");
        StackReferences.Note(this, props.Stream.Stream);
        FailureQueue = MakeFailureQueue();
        Rule = new Rule(this, "Rule", new RuleProps
        {
            Description = "Puts events into a Kinesis stream.",
            EventPattern = props.Pattern,
        }.With(nameof(RuleProps.EventBus), props.Bus));
        // The CDK's own target for streams takes neither a queue nor an age.
        ((CfnRule)Rule.Node.DefaultChild!).Targets = new object[]
        {
            new CfnRule.TargetProperty
            {
                Id = "Stream",
                Arn = props.Stream.StreamArn,
                RoleArn = Role.RoleArn,
                KinesisParameters = new CfnRule.KinesisParametersProperty { PartitionKeyPath = props.PartitionKeyPath },
                DeadLetterConfig = new CfnRule.DeadLetterConfigProperty { Arn = FailureQueue.QueueArn },
                RetryPolicy = new CfnRule.RetryPolicyProperty
                {
                    MaximumEventAgeInSeconds = props.MaxEventAge.TotalSeconds,
                    MaximumRetryAttempts = 185,
                },
            },
        };
        FailureQueue.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [new ServicePrincipal("events.amazonaws.com")],
            Actions = ["sqs:SendMessage"],
            Resources = [FailureQueue.QueueArn],
            Conditions = new Dictionary<string, object> { ["ArnEquals"] = new Dictionary<string, object> { ["aws:SourceArn"] = Rule.RuleArn } },
        }));
        ConstructTag.Add(this, nameof(EventBridgeFeed));
        Alarms = MakeAlarms(props.Alarms, props.Bus);
    }

    /// <summary>The rule underneath.</summary>
    public Rule Rule { get; }

    /// <summary>What EventBridge puts as: it may put to the stream, and no more.</summary>
    public Role Role { get; }

    /// <summary>What EventBridge puts as.</summary>
    public IPrincipal GrantPrincipal => Role;

    /// <summary>The queue of events that could not be put.</summary>
    public Queue FailureQueue { get; }

    /// <summary>The alarms that were made; empty when they are off.</summary>
    public IReadOnlyList<Alarm> Alarms { get; }

    private Queue MakeFailureQueue()
    {
        var queue = new Queue(this, "FailureQueue", new QueueProps
        {
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
            RetentionPeriod = Duration.Days(14),
        });
        const string reason = "This is the dead-letter queue of a rule's target.";
        NagRule.Suppress(queue, ("AwsSolutions-SQS3", reason), ("Serverless-SQSRedrivePolicy", reason));
        return queue;
    }

    // On a bus of one's own the metrics have the bus as a dimension too, and the reference to a rule is BUS|NAME. A reference to the default bus by
    // its name may be either: the end of the rule's ARN is the name in both.
    private Dictionary<string, string> Dimensions(IEventBus? bus) => bus switch
    {
        null => new() { ["RuleName"] = Rule.RuleName },
        { EventBusName: "default" } => new() { ["RuleName"] = Fn.Select(1, Fn.Split("/", Rule.RuleArn)) },
        _ => new()
        {
            ["EventBusName"] = bus.EventBusName,
            ["RuleName"] = Fn.Select(1, Fn.Split("|", ((CfnRule)Rule.Node.DefaultChild!).Ref)),
        },
    };

    private IReadOnlyList<Alarm> MakeAlarms(AlarmSettings settings, IEventBus? bus)
    {
        var alarms = new AlarmSet(this, settings);
        alarms.Add(
            "FailedAlarm",
            "Events could not be put into the stream. The messages in the failure queue say why: mostly the stream or its key has "
            + "gone, or may not be used.",
            new Metric(new MetricProps
            {
                Namespace = "AWS/Events",
                MetricName = "FailedInvocations",
                DimensionsMap = Dimensions(bus),
                Period = Duration.Minutes(1),
                Statistic = "Sum",
            }),
            new AlarmThreshold(1, Datapoints: 1, Periods: 5, TreatMissingData.NOT_BREACHING));
        // A queue that nobody calls for six hours stops reporting even while messages wait in it: the alarm stays as it is.
        alarms.Add(
            "FailureQueueAlarm",
            "Events wait in the failure queue. Put them again once what failed is mended: each message is an event.",
            FailureQueue.MetricApproximateNumberOfMessagesVisible(new MetricOptions { Period = Duration.Minutes(1), Statistic = "Maximum" }),
            new AlarmThreshold(1, Datapoints: 1, Periods: 1, TreatMissingData.IGNORE));
        return alarms.Alarms;
    }
}
