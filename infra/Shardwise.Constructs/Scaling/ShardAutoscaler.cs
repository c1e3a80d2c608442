using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Streams;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;
using LogGroupProps = Amazon.CDK.AWS.Logs.LogGroupProps;

namespace Shardwise.Constructs.Scaling;

/// <summary>Keeps provisioned streams as large as their load, and streams on demand as warm.</summary>
/// <remarks>
/// It is one function, and for each stream it watches a rule that calls it every minute, and another that calls it at once when an alarm
/// says that writes are throttled.
/// A stream's bounds travel in its rule's event, so that one function serves any number of streams and needs no configuration of its own.
/// The function's concurrency is not reserved: an account may have as few as ten in all, and Kinesis itself refuses a second reshard of a stream.
/// </remarks>
public sealed partial class ShardAutoscaler : Construct, IDashboardPart
{
    private const string Project = "Shardwise.Scaler";

    // AWS's service reference lists a resource type for all of these but UpdateShardCount, which so would need "*". CloudFormation's own handler of
    // streams asks for it beside the calls on the stream, and published policies grant it on the stream's ARN; should that be denied all the same,
    // the scaler's log says what to do.
    private static readonly string[] Scaled =
    [
        "kinesis:DescribeStreamSummary", "kinesis:ListTagsForStream", "kinesis:ListShards", "kinesis:ListStreamConsumers",
        "kinesis:AddTagsToStream", "kinesis:UpdateShardCount", "kinesis:SplitShard", "kinesis:MergeShards",
    ];

    // All of these have the resource type stream there; whether the account has the commitment has none, and is granted on "*".
    private static readonly string[] Warmed =
    [
        "kinesis:DescribeStreamSummary", "kinesis:ListTagsForStream", "kinesis:ListStreamConsumers", "kinesis:AddTagsToStream",
        "kinesis:UpdateStreamWarmThroughput",
    ];

    private static readonly string[] Words = ["none", "one", "two", "three", "four", "five", "six", "seven"];

    private readonly Role role;
    private readonly AlarmSet alarms;
    private readonly AlarmSettings settings;
    private readonly long order = StackReferences.NextOrder();
    private readonly bool shared;
    private readonly bool fleet;
    private readonly List<FleetRule> groups = [];
    private bool warms;

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
            Handler = $"{Project}::{Project}.Function::{(props.Fleet ? "HandleFleetAsync" : "HandleAsync")}",
            Code = Code.FromAsset(folder),
            MemorySize = 512,
            Timeout = Duration.Seconds(60),
            Role = role,
            // A failed minute is neither tried again nor set aside: the next event is a minute away and sees everything this one saw.
            RetryAttempts = 0,
            MaxEventAge = StreamWatch.EventAge,
            OnSuccess = props.Notices is null ? null : ScalerNotices.Destination(this),
        }.With(nameof(FunctionProps.LogGroup), LogGroup));
        DotNetFunctions.Justify(
            Function,
            ("Serverless-LambdaDLQ", StreamWatch.Reason),
            ("Serverless-LambdaTracing", "It makes a handful of calls a minute and logs each decision with its reason: a trace would add nothing."));
        NagRule.Suppress(Function.Node.FindChild("EventInvokeConfig"), "Serverless-LambdaAsyncFailureDestination", StreamWatch.Reason);
        (settings, shared, fleet) = (props.Alarms, props.Shared, props.Fleet);
        alarms = new AlarmSet(this, settings);
        MakeAlarms();
        if (props.Notices is { } topic)
            ScalerNotices.Tell(this, Function, topic);
        ConstructTag.Add(this, nameof(ShardAutoscaler));
    }

    /// <summary>The scaler function underneath.</summary>
    public Function Function { get; }

    /// <summary>The scaler's log, a line a minute and stream: every decision with its reason.</summary>
    public LogGroup LogGroup { get; }

    /// <summary>
    /// The alarms that were made: the scaler fails, the scaler does not run, and for each stream of this stack what only a person can help; empty
    /// when they are off. Those of a stream of another stack are the stream's.
    /// </summary>
    public IReadOnlyList<Alarm> Alarms => alarms.Alarms;

    /// <summary>Keeps a stream as large as its load, within bounds.</summary>
    /// <param name="stream">A provisioned stream, or one on demand with <see cref="ShardScaling.WarmThroughput"/>.</param>
    /// <param name="scaling">The bounds.</param>
    /// <returns>The rule that calls the scaler for this stream.</returns>
    /// <exception cref="InvalidPropsException">
    /// The stream is of the other mode or already watched, or a bound is out of its range. The message names all of it.
    /// </exception>
    /// <remarks>
    /// What belongs to the stream, which is the rules, the alarms and the scaler's permission, is made in the scaler, or in the stream where that is
    /// of another stack which refers to the scaler's (see <see cref="ShardAutoscalerProps.Shared"/>).
    /// </remarks>
    public Rule Watch(IDataStream stream, ShardScaling scaling)
    {
        if (IsTheStreams(stream, stream as IScaledStream))
            return WatchElsewhere(stream, scaling);
        var rule = WatchHere(stream.Stream, (stream.Node.Id, stream.StreamName), stream.Mode, scaling);
        (stream as IScaledStream)?.Scaled(StreamScaling.None);
        return rule;
    }

    /// <summary>Keeps a stream of the CDK as large as its load, within bounds.</summary>
    /// <param name="stream">
    /// A provisioned stream, or one on demand with <see cref="ShardScaling.WarmThroughput"/>, also one imported by its ARN (of which only Kinesis
    /// knows its mode).
    /// </param>
    /// <param name="scaling">The bounds.</param>
    /// <returns>The rule that calls the scaler for this stream.</returns>
    /// <exception cref="InvalidPropsException">
    /// The stream is of the other mode or already watched, or a bound is out of its range. The message names all of it.
    /// </exception>
    public Rule Watch(IStream stream, ShardScaling scaling) => IsTheStreams(stream, null)
        ? WatchElsewhere(DataStream.FromStream(stream), scaling)
        : WatchHere(stream, (stream.Node.Id, stream.StreamName), ImportedDataStream.ModeOf(stream.Node.DefaultChild as CfnStream), scaling);

    /// <summary>A metric of the scaler function.</summary>
    /// <param name="name">Its name in the namespace AWS/Lambda.</param>
    /// <param name="options">Period, statistic and the like.</param>
    /// <returns>The metric, with the function's name as its dimension.</returns>
    public Metric Metric(string name, IMetricOptions? options = null) => Function.Metric(name, options);

    // Of two stacks only one may refer to the other. Where neither does yet, a stream that was made after the scaler may have been given it; one
    // that was made before is read where the scaler is, as often as not together with what reads it.
    private bool IsTheStreams(IConstruct stream, IScaledStream? made)
    {
        var (own, streams) = (StackReferences.Of(this), StackReferences.Of(stream));
        if (ReferenceEquals(own, streams) || StackReferences.Reach(own, streams))
            return false;
        return StackReferences.Reach(streams, own) || (shared && (made is null || made.Order > order));
    }

    private Rule WatchHere(IStream stream, (string Id, string Stream) names, StreamMode? mode, ShardScaling scaling)
    {
        var id = RuleId(stream);
        Check(stream, names, mode, scaling);
        StackReferences.Note(this, stream);
        FunctionRole.Allow(role, stream.StreamArn, Actions(scaling));
        var watch = new StreamWatch(stream, names.Id, scaling, this, $"{id}-");
        shown.Add((stream, names.Id, scaling.WarmThroughput));
        if (!fleet)
            watch.MakeAlarms(alarms);
        watch.CallAtOnce(Function, fleet);
        return fleet ? Grouped(watch) : watch.CallEachMinute(Function, id);
    }

    // The stream's stack refers to the scaler's and never the other way, whatever else the two have of each other.
    private Rule WatchElsewhere(IDataStream stream, ShardScaling scaling)
    {
        const string id = "Scaling";
        Check(stream.Stream, (stream.Node.Id, stream.StreamName), stream.Mode, scaling);
        StackReferences.Note(stream, Function);
        var watch = new StreamWatch(stream.Stream, stream.Node.Id, scaling, new Construct((Construct)stream, id), "");
        var policy = new Policy(watch.Home, "Policy", new PolicyProps
        {
            Roles = [role],
            Statements = [new PolicyStatement(new PolicyStatementProps { Actions = Actions(scaling), Resources = [stream.StreamArn] })],
        });
        var own = new AlarmSet(watch.Home, settings);
        if (!fleet)
            watch.MakeAlarms(own);
        watch.CallAtOnce(Function, fleet);
        (stream as IScaledStream)?.Scaled(
            new StreamScaling(own.Alarms, () => DecisionsBesideLoad(stream.Stream, stream.Node.Id, scaling.WarmThroughput)));
        var rule = watch.CallEachMinute(Function, "EachMinute", fleet);
        rule.Node.AddDependency(policy);
        return rule;
    }

    // The first of them brings what is the account's.
    private string[] Actions(ShardScaling scaling)
    {
        if (scaling.WarmThroughput && !warms)
        {
            warms = true;
            var policy = new Policy(this, "AccountSettings", new PolicyProps
            {
                Roles = [role],
                Statements = [new PolicyStatement(new PolicyStatementProps { Actions = ["kinesis:DescribeAccountSettings"], Resources = ["*"] })],
            });
            NagRule.Suppress(policy, "AwsSolutions-IAM5", "kinesis:DescribeAccountSettings has no resource-level permissions.");
            Function.Node.AddDependency(policy);
            if (fleet)
                StreamWatch.MakeSharedAlarms(alarms, Function, isWarm: true);
        }

        return scaling.WarmThroughput ? Warmed : Scaled;
    }

    // A group is called by the rule that was made with its first stream.
    private Rule Grouped(StreamWatch watch)
    {
        var detail = watch.Detail();
        if (groups.Count == 0 || !groups[^1].HasRoomFor(detail))
            groups.Add(new FleetRule((watch with { Home = this }).CallEachMinute(Function, $"Group{groups.Count + 1}", fleet: true), groups.Count));
        groups[^1].Add(detail);
        // What a group says of how many there are changes with each.
        groups.ForEach(group => group.Write(groups.Count));
        return groups[^1].Rule;
    }

    private void Check(IStream stream, (string Id, string Stream) names, StreamMode? mode, ShardScaling scaling)
    {
        var scaled = ScaledStreams.Of(this);
        var watcher = scaled.WatcherOf(stream, names.Stream);
        var check = new PropsCheck($"ShardAutoscaler '{Node.Id}' cannot watch '{names.Id}'");
        check.Require(
            mode != StreamMode.ON_DEMAND || scaling.WarmThroughput, "The stream's Mode", "ON_DEMAND",
            "PROVISIONED, since Kinesis itself sizes a stream that is on demand; "
            + "or WarmThroughput = true, which holds what such a stream takes at once");
        check.Require(
            mode != StreamMode.PROVISIONED || !scaling.WarmThroughput, "The stream's Mode", "PROVISIONED",
            "ON_DEMAND, since no other has WarmThroughput");
        check.Require(
            watcher is null, "The stream", watcher == Node.Path ? "watched already" : $"watched by ShardAutoscaler '{watcher}' already",
            watcher == Node.Path ? "one ShardScaling a stream"
                : "one scaler a stream, since two undo each other's reshards (streams of one name in two accounts or regions are told apart by the "
                + "Env of their stacks)");
        StreamPlace.RequireHere(check, this, stream, "a scaler calls Kinesis and CloudWatch in its own");
        scaling.Check(check);
        check.ThrowIfAny();
        scaled.Add(stream, names.Stream, Node.Path);
    }

    // The id must not change with the order of the calls, and must tell streams apart that have one id in two scopes or two stacks.
    private string RuleId(IConstruct stream)
    {
        var path = stream.Node.Path;
        var stack = Stack.Of(this).Node.Path + "/";
        return (path.StartsWith(stack, StringComparison.Ordinal) ? path[stack.Length..] : path).Replace('/', '-');
    }

    private void MakeAlarms()
    {
        var sumOfAMinute = new MetricOptions { Period = Duration.Minutes(1), Statistic = "Sum" };
        var failed = ConstructDefaults.Current.ScalerFailedMinutes;
        // What AWS throttles for a moment mends itself in the next minute. No datapoint: it did not run, which is the other alarm's business.
        alarms.Add(
            "ErrorsAlarm",
            $"The shard autoscaler failed in {Words[failed]} of the last {Words[2 * failed - 1]} minutes. Its streams keep the size they have; its "
            + "log says why.",
            Function.MetricErrors(sumOfAMinute),
            new AlarmThreshold(1, Datapoints: failed, Periods: 2 * failed - 1, TreatMissingData.NOT_BREACHING));
        // A scaler that is not called (its rule disabled, its function throttled) makes no error: silence is the sign.
        alarms.Add(
            "SilenceAlarm",
            "The shard autoscaler has not run for ten minutes. Its streams keep the size they have: look whether its rules are "
            + "enabled and its function is throttled.",
            Function.MetricInvocations(sumOfAMinute),
            new AlarmThreshold(1, Datapoints: 10, Periods: 10, TreatMissingData.BREACHING, ComparisonOperator.LESS_THAN_THRESHOLD));
        if (fleet)
            StreamWatch.MakeSharedAlarms(alarms, Function, isWarm: false);
    }
}
