using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Scaling;

/// <summary>What of a scaler belongs to one stream: its rules, the alarms that only a person can help, and the alarm that calls at once.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Scaling">Its bounds.</param>
/// <param name="Home">Where it is made: in the scaler, or in the stream where that is of another stack, so that references run one way.</param>
/// <param name="Prefix">What its ids begin with there.</param>
internal sealed record StreamWatch(IStream Stream, string Name, ShardScaling Scaling, Construct Home, string Prefix)
{
    private const string MinuteAfterMinute =
        "A minute that fails is of no use later: the next event is a minute away and sees all that this one saw, and alarms tell of failures.";

    private static readonly AlarmThreshold OnceInFive = new(1, Datapoints: 1, Periods: 5, TreatMissingData.NOT_BREACHING);

    private static readonly (string Metric, string What)[] ForPeople =
    [
        ("ShardQuotaReached", "the account's shard quota keeps the stream smaller than its load asks for. Request an increase."),
        ("HotKey", "one partition key is more than a shard can take, and no reshard can help it. The scaler's log has the evidence."),
        ("BudgetShort",
            "the day's UpdateShardCount operations are used and the stream is still too small. Splits go on, two a minute, unless "
            + "UpdateShardCountOnly forbids them: raise MinShards if it recurs."),
    ];

    // Of a stream on demand these stand for the three: it has no quota of shards, no split and no number of operations a day.
    private static readonly (string Metric, string What)[] ForPeopleOfWarmth =
    [
        ("WarmThroughputRefused",
            "its warm throughput cannot be set. The scaler's log says why; "
            + "without On-demand Advantage in the account (MinimumThroughputBillingCommitment) nothing can be warmed."),
    ];

    // The least that EventBridge and Lambda take. An older minute must not be acted on after a newer one.
    public static Duration EventAge => Duration.Seconds(60);

    public static string Reason => MinuteAfterMinute;

    /// <summary>The same for all streams of a fleet together: the log and the metrics of the stream say which it is.</summary>
    public static void MakeSharedAlarms(AlarmSet alarms, Function function, bool isWarm)
    {
        foreach (var (metric, what) in isWarm ? ForPeopleOfWarmth : ForPeople)
        {
            var all = new Metric(new MetricProps
            {
                Namespace = "Shardwise",
                MetricName = metric,
                DimensionsMap = new Dictionary<string, string> { ["ScalerName"] = function.FunctionName },
                Period = Duration.Minutes(1),
                Statistic = "Sum",
            });
            alarms.Add(metric, $"A stream of the fleet: {what} The metric of the same name says which stream.", all, OnceInFive, metric);
        }
    }

    public static Metric StreamMetric(string metricNamespace, string name, IStream stream, string? label = null, string statistic = "Sum") =>
        new(new MetricProps
        {
            Namespace = metricNamespace,
            MetricName = name,
            DimensionsMap = new Dictionary<string, string> { ["StreamName"] = stream.StreamName },
            Period = Duration.Minutes(1),
            Statistic = statistic,
            Label = label,
        });

    // What the function cannot mend, and says in a metric of its own: it needs no right to publish to a topic.
    public void MakeAlarms(AlarmSet alarms)
    {
        foreach (var (metric, what) in Scaling.WarmThroughput ? ForPeopleOfWarmth : ForPeople)
            alarms.Add($"{Prefix}{metric}", $"{Name}: {what}", StreamMetric("Shardwise", metric, Stream), OnceInFive, metric);
    }

    // This alarm tells nobody: it is the scaler's own signal, made whether or not alarms for people are.
    public void CallAtOnce(IFunction function, bool fleet = false)
    {
        var throttled = new Alarm(Home, $"{Prefix}Throttled", new AlarmProps
        {
            AlarmDescription = $"Writes to {Name} are throttled: the shard autoscaler looks at once.",
            Metric = StreamMetric("AWS/Kinesis", "WriteProvisionedThroughputExceeded", Stream),
            Threshold = 1,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            EvaluationPeriods = 1,
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });
        Justified(new Rule(Home, $"{Prefix}AtOnce", new RuleProps
        {
            Description = "Asks the Shardwise scaler at once when writes to a Kinesis stream are throttled.",
            EventPattern = new EventPattern
            {
                Source = ["aws.cloudwatch"],
                DetailType = ["CloudWatch Alarm State Change"],
                Resources = [throttled.AlarmArn],
                Detail = new Dictionary<string, object> { ["state"] = new Dictionary<string, object> { ["value"] = new[] { "ALARM" } } },
            },
            Targets = [Call(function, "aws.cloudwatch", "Shardwise Alarm", fleet)],
        }));
    }

    public Rule CallEachMinute(IFunction function, string id, bool fleet = false) => Justified(new Rule(Home, id, new RuleProps
    {
        Description = fleet ? "Asks the Shardwise scaler each minute how large the Kinesis streams of a group should be."
            : "Asks the Shardwise scaler each minute how large a Kinesis stream should be.",
        Schedule = Schedule.Rate(Duration.Minutes(1)),
        Targets = [Call(function, "aws.events", "Scheduled Event", fleet)],
    }));

    private static Rule Justified(Rule rule)
    {
        NagRule.Suppress(rule, "Serverless-EventBusDLQ", MinuteAfterMinute);
        return rule;
    }

    // Both rules carry the same target, and differ in what they say began the minute.
    private LambdaFunction Call(IFunction function, string source, string detailType, bool fleet) => new(function, new LambdaFunctionProps
    {
        Event = RuleTargetInput.FromObject(new Dictionary<string, object>
        {
            ["id"] = EventField.EventId,
            ["time"] = EventField.Time,
            ["source"] = source,
            ["detail-type"] = detailType,
            ["detail"] = fleet ? FleetRule.Of(Detail()) : Detail(),
        }),
        RetryAttempts = 1,
        MaxEventAge = EventAge,
    });

    public Dictionary<string, object> Detail()
    {
        var detail = new Dictionary<string, object>
        {
            ["streamName"] = Stream.StreamName,
            ["minShards"] = Scaling.MinShards,
            ["maxShards"] = Scaling.MaxShards,
            ["setting"] = Scaling.Setting.ToString().ToLowerInvariant(),
            ["headroom"] = Scaling.Headroom,
            ["floors"] = Scaling.Floors.Select(floor => floor.Detail()).ToArray(),
        };
        // What is not there is false: the events of stacks that never heard of it stay as they are.
        if (Scaling.UpdateShardCountOnly)
            detail["updateShardCountOnly"] = true;
        if (Scaling.WarmThroughput)
            detail["warmThroughput"] = true;
        if (Scaling.ReshardsADay != ShardScaling.DefaultReshardsADay)
            detail["reshardsADay"] = Scaling.ReshardsADay;
        if (Scaling.Events.Count > 0)
            detail["events"] = Scaling.Events.Select(scheduled => scheduled.Detail()).ToArray();
        return detail;
    }
}
