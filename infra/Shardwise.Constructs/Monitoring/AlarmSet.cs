using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Constructs;

namespace Shardwise.Constructs.Monitoring;

/// <summary>Makes the alarms of one construct, or none where the settings say so.</summary>
internal sealed class AlarmSet(Construct scope, AlarmSettings settings)
{
    private readonly List<Alarm> alarms = [];

    public IReadOnlyList<Alarm> Alarms => alarms;

    public void Add(string id, string description, IMetric metric, AlarmThreshold threshold)
    {
        if (!settings.Enabled)
            return;
        var alarm = new Alarm(scope, id, new AlarmProps
        {
            AlarmDescription = description,
            Metric = metric,
            Threshold = threshold.Value,
            ComparisonOperator = threshold.Comparison,
            EvaluationPeriods = threshold.Periods,
            DatapointsToAlarm = threshold.Datapoints,
            TreatMissingData = threshold.Missing,
        });
        if (settings.Topic is { } topic)
        {
            alarm.AddAlarmAction(new SnsAction(topic));
            alarm.AddOkAction(new SnsAction(topic));
        }
        alarms.Add(alarm);
    }
}
