using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using LogGroupProps = Amazon.CDK.AWS.Logs.LogGroupProps;

namespace Shardwise.Constructs.Scaling;

/// <summary>Keeps provisioned streams as large as their load.</summary>
/// <remarks>
/// It is one function, and for each stream it watches a rule that calls it every minute, and another that calls it at once when an alarm
/// says that writes are throttled.
/// A stream's bounds travel in its rule's event, so that one function serves any number of streams and needs no configuration of its own.
/// The function's concurrency is not reserved: an account may have as few as ten in all, and Kinesis itself refuses a second reshard of a stream.
/// </remarks>
public sealed partial class ShardAutoscaler : Construct, IDashboardPart
{
    private const string Project = "Shardwise.Scaler";

    private const string MinuteAfterMinute =
        "A minute that fails is of no use later: the next event is a minute away and sees all that this one saw, and alarms tell of failures.";

    private readonly Role role;
    private readonly AlarmSet alarms;

    /// <summary>Makes the scaler, which watches nothing yet.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">
    /// The published function is not beside this assembly, or an alarm is tuned that it does not have.
    /// </exception>
    public ShardAutoscaler(Construct scope, string id, ShardAutoscalerProps? props = null)
        : base(scope, (props ??= new ShardAutoscalerProps()).Validate(id))
    {
        var folder = FunctionFolder.Carried(Project);
        FunctionFolder.RefuseStandins(this, folder);
        LogGroup = new LogGroup(this, "Logs", new LogGroupProps { Retention = props.LogRetention, RemovalPolicy = RemovalPolicy.DESTROY });
        role = FunctionRole.Create(this, LogGroup);
        FunctionRole.Allow(role, "*", "cloudwatch:GetMetricData", "kinesis:DescribeLimits", "kinesis:EnableEnhancedMonitoring",
            "kinesis:DisableEnhancedMonitoring");
        FunctionRole.JustifyWildcard(
            role,
            "cloudwatch:GetMetricData, kinesis:DescribeLimits, kinesis:EnableEnhancedMonitoring and "
            + "kinesis:DisableEnhancedMonitoring have no resource-level permissions; "
            + "every other statement names its resource.");
        Function = new Function(this, "Function", new FunctionProps
        {
            Description = "Keeps Kinesis streams as large as their load (Shardwise).",
            Runtime = DotNetFunctions.Runtime,
            Architecture = Architecture.ARM_64,
            Handler = $"{Project}::{Project}.Function::HandleAsync",
            Code = Code.FromAsset(folder),
            MemorySize = 512,
            Timeout = Duration.Seconds(60),
            Role = role,
            // A failed minute is neither tried again nor set aside: the next event is a minute away and sees everything this one saw.
            RetryAttempts = 0,
            MaxEventAge = EventAge,
        }.With(nameof(FunctionProps.LogGroup), LogGroup));
        DotNetFunctions.Justify(
            Function,
            ("Serverless-LambdaDLQ", MinuteAfterMinute),
            ("Serverless-LambdaTracing", "It makes a handful of calls a minute and logs each decision with its reason: a trace would add nothing."));
        NagRule.Suppress(Function.Node.FindChild("EventInvokeConfig"), "Serverless-LambdaAsyncFailureDestination", MinuteAfterMinute);
        alarms = new AlarmSet(this, props.Alarms);
        MakeAlarms();
    }

    /// <summary>The scaler function underneath.</summary>
    public Function Function { get; }

    /// <summary>The scaler's log, a line a minute and stream: every decision with its reason.</summary>
    public LogGroup LogGroup { get; }

    /// <summary>
    /// The alarms that were made: the scaler fails, the scaler does not run, and for each stream what only a person can help; empty when
    /// they are off.
    /// </summary>
    public IReadOnlyList<Alarm> Alarms => alarms.Alarms;

    // The least that EventBridge and Lambda take. An older minute must not be acted on after a newer one.
    private static Duration EventAge => Duration.Seconds(60);

    /// <summary>Keeps a stream as large as its load, within bounds.</summary>
    /// <param name="stream">A provisioned stream.</param>
    /// <param name="scaling">The bounds.</param>
    /// <returns>The rule that calls the scaler for this stream.</returns>
    /// <exception cref="InvalidPropsException">
    /// The stream is on demand or already watched, or a bound is out of its range. The message names all of it.
    /// </exception>
    public Rule Watch(IDataStream stream, ShardScaling scaling)
    {
        var rule = Watch(stream.Stream, stream.Node.Id, stream.Mode, scaling);
        if (stream is DataStream made)
            made.IsWatched = true;
        return rule;
    }

    /// <summary>Keeps a stream of the CDK as large as its load, within bounds.</summary>
    /// <param name="stream">A provisioned stream, also one imported by its ARN (of which only Kinesis knows whether it is provisioned).</param>
    /// <param name="scaling">The bounds.</param>
    /// <returns>The rule that calls the scaler for this stream.</returns>
    /// <exception cref="InvalidPropsException">
    /// The stream is on demand or already watched, or a bound is out of its range. The message names all of it.
    /// </exception>
    public Rule Watch(IStream stream, ShardScaling scaling) =>
        Watch(stream, stream.Node.Id, ImportedDataStream.ModeOf(stream.Node.DefaultChild as CfnStream), scaling);

    /// <summary>A metric of the scaler function.</summary>
    /// <param name="name">Its name in the namespace AWS/Lambda.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric, with the function's name as its dimension.</returns>
    public Metric Metric(string name, IMetricOptions? options = null) => Function.Metric(name, options);

    private Rule Watch(IStream stream, string name, StreamMode? mode, ShardScaling scaling)
    {
        var id = RuleId(stream);
        var check = new PropsCheck($"ShardAutoscaler '{Node.Id}' cannot watch '{name}'");
        check.Require(
            mode != StreamMode.ON_DEMAND, "The stream's Mode", "ON_DEMAND", "PROVISIONED, since Kinesis itself sizes a stream that is on demand");
        check.Require(Node.TryFindChild(id) is null, "The stream", "watched already", "one ShardScaling a stream");
        scaling.Check(check);
        check.ThrowIfAny();

        // AWS's service reference lists a resource type for all of these but UpdateShardCount, which so would need "*". CloudFormation's own handler of
        // streams asks for it beside the calls on the stream, and published policies grant it on the stream's ARN; should that be denied all the same,
        // the scaler's log says what to do.
        FunctionRole.Allow(
            role, stream.StreamArn,
            "kinesis:DescribeStreamSummary", "kinesis:ListTagsForStream", "kinesis:ListShards", "kinesis:ListStreamConsumers",
            "kinesis:AddTagsToStream", "kinesis:UpdateShardCount", "kinesis:SplitShard", "kinesis:MergeShards");
        MakeAlarms(stream, name, id);
        CallAtOnce(stream, name, id, scaling);
        var rule = new Rule(this, id, new RuleProps
        {
            Description = "Asks the Shardwise scaler each minute how large a Kinesis stream should be.",
            Schedule = Schedule.Rate(Duration.Minutes(1)),
            Targets =
            [
                new LambdaFunction(Function, new LambdaFunctionProps
                {
                    Event = Event(stream.StreamName, scaling, "aws.events", "Scheduled Event"),
                    RetryAttempts = 1,
                    MaxEventAge = EventAge,
                }),
            ],
        });
        NagRule.Suppress(rule, "Serverless-EventBusDLQ", MinuteAfterMinute);
        watched.Add((stream, name));
        return rule;
    }

    // The id must not change with the order of the calls, and must tell streams apart that have one id in two scopes or two stacks.
    private string RuleId(IConstruct stream)
    {
        var path = stream.Node.Path;
        var stack = Stack.Of(this).Node.Path + "/";
        return (path.StartsWith(stack, StringComparison.Ordinal) ? path[stack.Length..] : path).Replace('/', '-');
    }

    // Both rules carry the same target, and differ in what they say began the minute.
    private static RuleTargetInput Event(string streamName, ShardScaling scaling, string source, string detailType) =>
        RuleTargetInput.FromObject(new Dictionary<string, object>
    {
        ["id"] = EventField.EventId,
        ["time"] = EventField.Time,
        ["source"] = source,
        ["detail-type"] = detailType,
        ["detail"] = Detail(streamName, scaling),
    });

    private static Dictionary<string, object> Detail(string streamName, ShardScaling scaling)
    {
        var detail = new Dictionary<string, object>
        {
            ["streamName"] = streamName,
            ["minShards"] = scaling.MinShards,
            ["maxShards"] = scaling.MaxShards,
            ["setting"] = scaling.Setting.ToString().ToLowerInvariant(),
            ["headroom"] = scaling.Headroom,
            ["floors"] = scaling.Floors.Select(floor => floor.Detail()).ToArray(),
        };
        // What is not there is false: the events of stacks that never heard of it stay as they are.
        if (scaling.UpdateShardCountOnly)
            detail["updateShardCountOnly"] = true;
        return detail;
    }

    // This alarm tells nobody: it is the scaler's own signal, made whether or not alarms for people are.
    private void CallAtOnce(IStream stream, string name, string id, ShardScaling scaling)
    {
        var throttled = new Alarm(this, $"{id}-Throttled", new AlarmProps
        {
            AlarmDescription = $"Writes to {name} are throttled: the shard autoscaler looks at once.",
            Metric = StreamMetric("AWS/Kinesis", "WriteProvisionedThroughputExceeded", stream),
            Threshold = 1,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            EvaluationPeriods = 1,
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });
        var rule = new Rule(this, $"{id}-AtOnce", new RuleProps
        {
            Description = "Asks the Shardwise scaler at once when writes to a Kinesis stream are throttled.",
            EventPattern = new EventPattern
            {
                Source = ["aws.cloudwatch"],
                DetailType = ["CloudWatch Alarm State Change"],
                Resources = [throttled.AlarmArn],
                Detail = new Dictionary<string, object> { ["state"] = new Dictionary<string, object> { ["value"] = new[] { "ALARM" } } },
            },
            Targets =
            [
                new LambdaFunction(Function, new LambdaFunctionProps
                {
                    Event = Event(stream.StreamName, scaling, "aws.cloudwatch", "Shardwise Alarm"),
                    RetryAttempts = 1,
                    MaxEventAge = EventAge,
                }),
            ],
        });
        NagRule.Suppress(rule, "Serverless-EventBusDLQ", MinuteAfterMinute);
    }

    // What the function cannot mend, and says in a metric of its own: it needs no right to publish to a topic.
    private void MakeAlarms(IStream stream, string name, string id)
    {
        void Add(string metric, string what) => alarms.Add(
            $"{id}-{metric}", $"{name}: {what}", StreamMetric("Shardwise", metric, stream),
                new AlarmThreshold(1, Datapoints: 1, Periods: 5, TreatMissingData.NOT_BREACHING),
            metric);

        Add("ShardQuotaReached", "the account's shard quota keeps the stream smaller than its load asks for. Request an increase.");
        Add("HotKey", "one partition key is more than a shard can take, and no reshard can help it. The scaler's log has the evidence.");
        Add(
            "BudgetShort",
            "the day's UpdateShardCount operations are used and the stream is still too small. Splits go on, one a minute: raise MinShards if it "
            + "recurs.");
    }

    private static Metric StreamMetric(string metricNamespace, string name, IStream stream, string? label = null, string statistic = "Sum") =>
        new(new MetricProps
    {
        Namespace = metricNamespace,
        MetricName = name,
        DimensionsMap = new Dictionary<string, string> { ["StreamName"] = stream.StreamName },
        Period = Duration.Minutes(1),
        Statistic = statistic,
        Label = label,
    });

    private void MakeAlarms()
    {
        var sumOfAMinute = new MetricOptions { Period = Duration.Minutes(1), Statistic = "Sum" };
        // What AWS throttles for a moment mends itself in the next minute. No datapoint: it did not run, which is the other alarm's business.
        alarms.Add(
            "ErrorsAlarm",
            "The shard autoscaler failed in three of the last five minutes. Its streams keep the size they have; its log says why.",
            Function.MetricErrors(sumOfAMinute),
            new AlarmThreshold(1, Datapoints: 3, Periods: 5, TreatMissingData.NOT_BREACHING));
        // A scaler that is not called (its rule disabled, its function throttled) makes no error: silence is the sign.
        alarms.Add(
            "SilenceAlarm",
            "The shard autoscaler has not run for ten minutes. Its streams keep the size they have: look whether its rules are "
            + "enabled and its function is throttled.",
            Function.MetricInvocations(sumOfAMinute),
            new AlarmThreshold(1, Datapoints: 10, Periods: 10, TreatMissingData.BREACHING, ComparisonOperator.LESS_THAN_THRESHOLD));
    }
}
