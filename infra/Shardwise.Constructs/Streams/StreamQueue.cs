using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Streams;

/// <summary>
/// A queue on an on-demand stream (<c>AWS::Kinesis::Queue</c>): its readers receive records one by one and acknowledge them, in no order and at
/// least once.
/// </summary>
/// <remarks>
/// Sources: AWS::Kinesis::Queue in the CloudFormation template reference; CreateQueue in the Kinesis API reference. It takes one of the stream's
/// registered consumers, 20 on demand and 50 with On-demand Advantage, and starts with what is written after it is made.
/// </remarks>
public sealed class StreamQueue : Construct, IDashboardPart
{
    private readonly double maxBacklog;

    /// <summary>Makes the queue and its alarms.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">
    /// A property is out of its range, or the stream is none that a queue can be on. The message names all of it.
    /// </exception>
    public StreamQueue(Construct scope, string id, StreamQueueProps props)
        : base(scope, props.Placed(scope, id))
    {
        Stream = props.Stream;
        StackReferences.Note(this, Stream.Stream);
        maxBacklog = props.MaxBacklog;
        // Another stream replaces the queue, so that a name that is made changes with it.
        QueueName = props.QueueName ?? ContentName.Of(
            this, KinesisLimits.MaxNameLength, PolicyText.Flat(Stack.Of(this).Resolve(Stream.StreamArn))!.ToJsonString());
        Resource = new CfnResource(this, "Resource", new CfnResourceProps { Type = "AWS::Kinesis::Queue", Properties = Render(props) });
        Alarms = MakeAlarms(props.Alarms);
        ConstructTag.Add(this, nameof(StreamQueue));
    }

    /// <summary>The stream whose records it holds.</summary>
    public IDataStream Stream { get; }

    /// <summary>The CloudFormation resource underneath.</summary>
    public CfnResource Resource { get; }

    /// <summary>Its name.</summary>
    public string QueueName { get; }

    /// <summary>Its ARN, known when it is deployed: <c>arn:aws:kinesis:REGION:ACCOUNT:queue/ID</c>.</summary>
    public string QueueArn => Resource.GetAtt("QueueARN").ToString();

    /// <summary>Its id, which ends its ARN and has nothing of its name.</summary>
    public string QueueId => Fn.Select(1, Fn.Split("/", QueueArn));

    /// <summary>The alarms that were made: backlog, records in flight; empty when they are off.</summary>
    public IReadOnlyList<Alarm> Alarms { get; }

    /// <inheritdoc />
    public string DashboardTitle => $"Queue {Node.Id}";

    /// <summary>
    /// Lets a principal receive records, acknowledge them, hold them longer, and decrypt them where the stream has a key of its own.
    /// </summary>
    /// <param name="grantee">The principal, of the queue's account.</param>
    /// <returns>The grant.</returns>
    /// <remarks>Source: "IAM permissions for queues" in the Kinesis Data Streams developer guide.</remarks>
    /// <exception cref="InvalidPropsException">The principal is of another account, or takes no policy, and would be granted nothing.</exception>
    public Grant GrantReceive(IGrantable grantee) => Grant(
        grantee, nameof(GrantReceive),
        "kinesis:AcknowledgeQueueRecords", "kinesis:ReceiveQueueRecords", "kinesis:UpdateQueueRecordsVisibility");

    /// <summary>
    /// Lets a principal receive the dead letters, acknowledge them, hold them longer, put them back, and decrypt them where the stream has a key of
    /// its own.
    /// </summary>
    /// <param name="grantee">The principal, of the queue's account.</param>
    /// <returns>The grant.</returns>
    /// <remarks>Source: "IAM permissions for queues" in the Kinesis Data Streams developer guide.</remarks>
    /// <exception cref="InvalidPropsException">The principal is of another account, or takes no policy, and would be granted nothing.</exception>
    public Grant GrantDeadLetters(IGrantable grantee) => Grant(
        grantee, nameof(GrantDeadLetters),
        "kinesis:AcknowledgeDeadLetterQueueRecords", "kinesis:ReceiveDeadLetterQueueRecords", "kinesis:RestoreDeadLetterQueueRecords",
        "kinesis:UpdateDeadLetterQueueRecordsVisibility");

    /// <summary>A metric of the queue.</summary>
    /// <param name="name">Its name in the namespace AWS/Kinesis, such as <c>ReceivedQueueRecords</c>.</param>
    /// <param name="options">Period, statistic and the like; the default is the average over five minutes.</param>
    /// <returns>The metric, with the queue's id and name as its dimensions.</returns>
    /// <remarks>
    /// Source: "Monitor a queue" in the Kinesis Data Streams developer guide. A queue without records sends none after some six hours.
    /// </remarks>
    public Metric Metric(string name, IMetricOptions? options = null) =>
        ServiceMetric.Of("AWS/Kinesis", name, options, ("QueueId", QueueId), ("QueueName", QueueName));

    /// <inheritdoc />
    public IReadOnlyList<IWidget> DashboardWidgets() =>
    [
        Graph.Of("Waiting", "records", [Metric("VisibleQueueRecords", Graph.Drawn("visible", "Maximum"))], [Graph.Line(maxBacklog, "MaxBacklog")]),
        Graph.Of("In flight", "records", [Metric("InFlightQueueRecords", Graph.Drawn("in flight", "Maximum"))],
            [Graph.Line(KinesisLimits.MaxInFlightQueueRecords, "the most that may be")]),
        Graph.Of("Read", "records", Metric("ReceivedQueueRecords", Graph.Drawn("received", "Sum")),
            Metric("AcknowledgedQueueRecords", Graph.Drawn("acknowledged", "Sum"))),
    ];

    private Dictionary<string, object> Render(StreamQueueProps props)
    {
        var deadLetters = new Dictionary<string, object> { ["TargetType"] = props.MaxReceiveCount is null ? "NONE" : "BUILT_IN" };
        if (props.MaxReceiveCount is { } count)
            deadLetters["MaxReceiveCount"] = count;
        return new()
        {
            ["QueueName"] = QueueName,
            ["QueueAttributes"] = new Dictionary<string, object>
            {
                ["VisibilityTimeoutSeconds"] = props.VisibilityTimeout.TotalSeconds,
                ["DeadLetterConfiguration"] = deadLetters,
            },
            ["StreamConfigurationList"] = new object[] { new Dictionary<string, object> { ["StreamARN"] = Stream.StreamArn } },
        };
    }

    private Grant Grant(IGrantable grantee, string method, params string[] actions)
    {
        var home = Stack.Of(this);
        var who = Grantee.Of(grantee, Stream.Stream.Account(), home);
        new PropsCheck($"StreamQueue '{Node.Id}' cannot be granted to {who.Text} by {method}").Require(
            (who.IsPlain || (who.IsEditable && who.Relation == AccountRelation.Unknown)) && !who.IsElsewhere(home), "The grantee",
            "of another account or region, or none that takes a policy",
            "a role of the queue's account and region, which others may take: no resource policy of the queue is written here").ThrowIfAny();
        StreamAccess.GrantKey(Stream.EncryptionKey, grantee, "kms:Decrypt");
        return StreamAccess.GrantOn(grantee, QueueArn, actions);
    }

    // A queue that nobody writes to sends no datapoint, and then nothing waits.
    private IReadOnlyList<Alarm> MakeAlarms(AlarmSettings settings)
    {
        var alarms = new AlarmSet(this, settings);
        var most = new MetricOptions { Period = Duration.Minutes(1), Statistic = "Maximum" };
        alarms.Add(
            "BacklogAlarm",
            $"{PropsCheck.Number(maxBacklog)} records wait in the queue, as many as MaxBacklog allows, and at the end of the stream's retention "
            + "they are lost. Look whether its readers fail, or are too few.",
            Metric("VisibleQueueRecords", most),
            new AlarmThreshold(maxBacklog, Datapoints: 5, Periods: 5, TreatMissingData.NOT_BREACHING));
        alarms.Add(
            "InFlightAlarm",
            "Four fifths of the records that may be in flight are. Look for readers that receive and do not acknowledge, or shorten "
            + "VisibilityTimeout.",
            Metric("InFlightQueueRecords", most),
            new AlarmThreshold(0.8 * KinesisLimits.MaxInFlightQueueRecords, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING));
        return alarms.Alarms;
    }
}
