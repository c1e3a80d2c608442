using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.SNS;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Monitoring;

/// <summary>Makes the alarms of one construct, or none where the settings say so.</summary>
internal sealed class AlarmSet
{
    private const string Suffix = "Alarm";

    private readonly Construct scope;
    private readonly AlarmSettings settings;
    private readonly List<Alarm> alarms = [];

    /// <param name="scope">The construct that they are of.</param>
    /// <param name="settings">Which of them are made, and whom they tell.</param>
    /// <exception cref="InvalidPropsException">A topic is made by a stack of another account or region.</exception>
    public AlarmSet(Construct scope, AlarmSettings settings)
    {
        (this.scope, this.settings) = (scope, settings);
        foreach (var topic in settings.Topics)
            CheckTopic(topic);
    }

    public IReadOnlyList<Alarm> Alarms => alarms;

    /// <param name="id">Its construct id. Without <c>Alarm</c> at its end it is the name by which it is tuned.</param>
    /// <param name="description">What has happened, and what to do.</param>
    /// <param name="metric">What is watched.</param>
    /// <param name="threshold">When it goes off.</param>
    /// <param name="name">The name by which it is tuned, where that is not its id.</param>
    public void Add(string id, string description, IMetric metric, AlarmThreshold threshold, string? name = null)
    {
        name ??= id.EndsWith(Suffix, StringComparison.Ordinal) ? id[..^Suffix.Length] : id;
        var tuning = settings.Tuning.GetValueOrDefault(name);
        if (!settings.Enabled || tuning is { Enabled: false })
            return;
        var when = tuning?.Applied(threshold) ?? threshold;
        var alarm = new Alarm(scope, id, new AlarmProps
        {
            AlarmDescription = description,
            Metric = metric,
            Threshold = when.Value,
            ComparisonOperator = when.Comparison,
            EvaluationPeriods = when.Periods,
            DatapointsToAlarm = when.Datapoints,
            TreatMissingData = when.Missing,
        });
        if ((tuning?.Topic ?? settings.Topic) is { } topic)
        {
            AlarmTopicCheck.Watch(topic);
            var tell = new SnsAction(topic);
            alarm.AddAlarmAction(tell);
            alarm.AddOkAction(tell);
        }
        else
        {
            SilentAlarmCheck.Watch(scope, alarm);
        }

        alarms.Add(alarm);
    }

    private void CheckTopic(ITopic topic)
    {
        var (own, other) = (StackReferences.Of(scope), StackReferences.Of(topic));
        if (ReferenceEquals(own, other) || topic.Node.DefaultChild is not CfnTopic)
            return;
        new PropsCheck($"{scope.GetType().Name} '{scope.Node.Id}' has invalid properties").Require(
            own.Environment == other.Environment, "Alarms.Topic", $"made by stack '{other.StackName}' of another account or region",
            "a topic of this account and region, or Topic.FromTopicArn of this region, since alarms tell no topic of another region").ThrowIfAny();
        StackReferences.Note(scope, topic);
    }
}
