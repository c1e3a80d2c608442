using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Validation;
using LogGroupProps = Amazon.CDK.AWS.Logs.LogGroupProps;

namespace Shardwise.Constructs.Scaling;

/// <summary>Keeps provisioned streams as large as their load.</summary>
/// <remarks>
/// It is one function, and for each stream it watches a rule that calls it every minute.
/// A stream's bounds travel in its rule's event, so that one function serves any number of streams and needs no configuration of its own.
/// The function's concurrency is not reserved: an account may have as few as ten in all, and Kinesis itself refuses a second reshard of a stream.
/// </remarks>
public sealed class ShardAutoscaler : Construct
{
    private const string Project = "Shardwise.Scaler";

    private const string MinuteAfterMinute =
        "A minute that fails is of no use later: the next event is a minute away and sees all that this one saw, and alarms tell of failures.";

    private readonly Role role;

    /// <summary>Makes the scaler, which watches nothing yet.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">The published function is not beside this assembly.</exception>
    public ShardAutoscaler(Construct scope, string id, ShardAutoscalerProps? props = null)
        : base(scope, id)
    {
        props ??= new ShardAutoscalerProps();
        var folder = FunctionFolder.Carried(Project);
        FunctionFolder.RefuseStandins(this, folder);
        var logs = new LogGroup(this, "Logs", new LogGroupProps { Retention = props.LogRetention, RemovalPolicy = RemovalPolicy.DESTROY });
        role = FunctionRole.Create(this, logs);
        FunctionRole.Allow(role, "*", "cloudwatch:GetMetricData");
        FunctionRole.JustifyWildcard(role, "cloudwatch:GetMetricData has no resource-level permissions; every other statement names its resource.");
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
            LogGroup = logs,
            // A failed minute is neither tried again nor set aside: the next event is a minute away and sees everything this one saw.
            RetryAttempts = 0,
            MaxEventAge = EventAge,
        });
        DotNetFunctions.Justify(
            Function,
            ("Serverless-LambdaDLQ", MinuteAfterMinute),
            ("Serverless-LambdaTracing", "It makes a handful of calls a minute and logs each decision with its reason: a trace would add nothing."));
        NagRule.Suppress(Function.Node.FindChild("EventInvokeConfig"), "Serverless-LambdaAsyncFailureDestination", MinuteAfterMinute);
        Alarms = MakeAlarms(props.Alarms);
    }

    /// <summary>The scaler function underneath.</summary>
    public Function Function { get; }

    /// <summary>The alarms that were made: the scaler fails, the scaler does not run; empty when they are off.</summary>
    public IReadOnlyList<Alarm> Alarms { get; }

    // The least that EventBridge and Lambda take. An older minute must not be acted on after a newer one.
    private static Duration EventAge => Duration.Seconds(60);

    /// <summary>Keeps a stream as large as its load, within bounds.</summary>
    /// <param name="stream">A provisioned stream.</param>
    /// <param name="scaling">The bounds.</param>
    /// <returns>The rule that calls the scaler for this stream.</returns>
    /// <exception cref="InvalidPropsException">
    /// The stream is on demand or already watched, or a bound is out of its range. The message names all of it.
    /// </exception>
    public Rule Watch(DataStream stream, ShardScaling scaling) => Watch(stream.Stream, stream.Node.Id, scaling);

    /// <summary>Keeps a stream that was not made as a <see cref="DataStream"/> as large as its load, within bounds.</summary>
    /// <param name="stream">A provisioned stream, also one imported by its ARN (of which only Kinesis knows whether it is provisioned).</param>
    /// <param name="scaling">The bounds.</param>
    /// <returns>The rule that calls the scaler for this stream.</returns>
    /// <exception cref="InvalidPropsException">
    /// The stream is on demand or already watched, or a bound is out of its range. The message names all of it.
    /// </exception>
    public Rule Watch(IStream stream, ShardScaling scaling) => Watch(stream, stream.Node.Id, scaling);

    /// <summary>A metric of the scaler function.</summary>
    /// <param name="name">Its name in the namespace AWS/Lambda.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric, with the function's name as its dimension.</returns>
    public Metric Metric(string name, IMetricOptions? options = null) => Function.Metric(name, options);

    private Rule Watch(IStream stream, string name, ShardScaling scaling)
    {
        var id = RuleId(stream);
        var check = new PropsCheck($"ShardAutoscaler '{Node.Id}' cannot watch '{name}'");
        check.Require(!IsOnDemand(stream), "The stream's Mode", "ON_DEMAND", "PROVISIONED, since Kinesis itself sizes a stream that is on demand");
        check.Require(Node.TryFindChild(id) is null, "The stream", "watched already", "one ShardScaling a stream");
        scaling.Check(check);
        check.ThrowIfAny();

        FunctionRole.Allow(
            role, stream.StreamArn,
            "kinesis:DescribeStreamSummary", "kinesis:ListTagsForStream", "kinesis:AddTagsToStream", "kinesis:UpdateShardCount");
        var rule = new Rule(this, id, new RuleProps
        {
            Description = "Asks the Shardwise scaler each minute how large a Kinesis stream should be.",
            Schedule = Schedule.Rate(Duration.Minutes(1)),
            Targets =
            [
                new LambdaFunction(Function, new LambdaFunctionProps
                {
                    Event = ScheduledEvent(stream.StreamName, scaling),
                    RetryAttempts = 1,
                    MaxEventAge = EventAge,
                }),
            ],
        });
        NagRule.Suppress(rule, "Serverless-EventBusDLQ", MinuteAfterMinute);
        return rule;
    }

    private static bool IsOnDemand(IStream stream) =>
        stream.Node.DefaultChild is CfnStream { StreamModeDetails: { } details }
        && Stack.Of(stream).Resolve(details) is IDictionary<string, object> mode
        && mode.TryGetValue("streamMode", out var name) && name is nameof(StreamMode.ON_DEMAND);

    // The id must not change with the order of the calls, and must tell streams apart that have one id in two scopes or two stacks.
    private string RuleId(IConstruct stream)
    {
        var path = stream.Node.Path;
        var stack = Stack.Of(this).Node.Path + "/";
        return (path.StartsWith(stack, StringComparison.Ordinal) ? path[stack.Length..] : path).Replace('/', '-');
    }

    private static RuleTargetInput ScheduledEvent(string streamName, ShardScaling scaling) => RuleTargetInput.FromObject(new Dictionary<string, object>
    {
        ["id"] = EventField.EventId,
        ["time"] = EventField.Time,
        ["source"] = "aws.events",
        ["detail-type"] = "Scheduled Event",
        ["detail"] = new Dictionary<string, object>
        {
            ["streamName"] = streamName,
            ["minShards"] = scaling.MinShards,
            ["maxShards"] = scaling.MaxShards,
            ["targetUtilization"] = scaling.TargetUtilization,
            ["scaleDownAfterMinutes"] = scaling.ScaleDownAfter.TotalMinutes,
        },
    });

    private IReadOnlyList<Alarm> MakeAlarms(AlarmSettings settings)
    {
        var alarms = new AlarmSet(this, settings);
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
            "The shard autoscaler has not run for ten minutes. Its streams keep the size they have.",
            Function.MetricInvocations(sumOfAMinute),
            new AlarmThreshold(1, Datapoints: 10, Periods: 10, TreatMissingData.BREACHING, ComparisonOperator.LESS_THAN_THRESHOLD));
        return alarms.Alarms;
    }
}
