using Shardwise.Local.Rpc;

namespace Shardwise.Local;

/// <summary>The operations on alarms.</summary>
internal sealed class AlarmOperations(AlarmStore alarms, Func<string, string> arnOf)
{
    public string ArnOf(string name) => arnOf(name);

    public IEnumerable<KeyValuePair<string, RpcOperation>> Table =>
    [
        new("DescribeAlarms", Answer(Describe)),
        new("DescribeAlarmsForMetric", Answer(DescribeForMetric)),
        new("PutMetricAlarm", Answer(request => Put(AlarmReader.Read(request, request.Text("AlarmName"), arnOf(request.Text("AlarmName")))))),
        new("PutCompositeAlarm", Answer(request => Put(AlarmReader.ReadComposite(request, request.Text("AlarmName"),
            arnOf(request.Text("AlarmName")))))),
        new("DeleteAlarms", Answer(Delete)),
        new("SetAlarmState", Answer(SetState)),
        new("EnableAlarmActions", Answer(request => Enable(request, true))),
        new("DisableAlarmActions", Answer(request => Enable(request, false))),
    ];

    private static RpcOperation Answer(Func<ServiceRequest, Dictionary<string, object?>?> operation) => call =>
        Task.FromResult(operation(call.Request));

    private Dictionary<string, object?> Describe(ServiceRequest request)
    {
        var names = request.Texts("AlarmNames");
        string? prefix = request.OptionalText("AlarmNamePrefix"), state = request.OptionalText("StateValue");
        var found = alarms.All.Where(alarm => (names.Count == 0 || names.Contains(alarm.Name))
            && (prefix is null || alarm.Name.StartsWith(prefix, StringComparison.Ordinal))
            && (state is null || alarms.StateOf(alarm.Name).Value == state)).ToList();
        return new()
        {
            ["MetricAlarms"] = found.Where(alarm => alarm.Rule is null).Select(alarm => (object?)Tell(alarm)).ToList(),
            ["CompositeAlarms"] = found.Where(alarm => alarm.Rule is not null).Select(alarm => (object?)Tell(alarm)).ToList(),
        };
    }

    private Dictionary<string, object?> DescribeForMetric(ServiceRequest request)
    {
        string key = MetricQueryReader.Metric(request).Key;
        return new()
        {
            ["MetricAlarms"] = alarms.All.Where(alarm => alarm.Queries.Any(query => query.Metric?.Key == key))
            .Select(alarm => (object?)Tell(alarm)).ToList()
        };
    }

    private Dictionary<string, object?>? Put(AlarmDefinition alarm)
    {
        alarms.Put(alarm);
        return null;
    }

    private Dictionary<string, object?>? Delete(ServiceRequest request)
    {
        var names = request.Texts("AlarmNames");
        foreach (string name in names)
        {
            Require(name);
        }

        foreach (string name in names)
        {
            alarms.Delete(name);
        }

        return null;
    }

    private Dictionary<string, object?>? SetState(ServiceRequest request)
    {
        string name = request.Text("AlarmName"), state = request.Text("StateValue");
        Require(name);
        if (state is not (AlarmState.Ok or AlarmState.Alarm or AlarmState.Insufficient))
        {
            throw AwsError.Validation($"StateValue must be OK, ALARM or INSUFFICIENT_DATA; it is {state}.");
        }

        alarms.SetState(name, state, request.Text("StateReason"));
        return null;
    }

    private Dictionary<string, object?>? Enable(ServiceRequest request, bool enabled)
    {
        foreach (string name in request.Texts("AlarmNames"))
        {
            alarms.Put(Require(name) with { ActionsEnabled = enabled });
        }

        return null;
    }

    private AlarmDefinition Require(string name) => alarms.Find(name)
        ?? throw new AwsError("ResourceNotFound", $"Unknown alarm: {name}", 404);

    private Dictionary<string, object?> Tell(AlarmDefinition alarm)
    {
        var state = alarms.StateOf(alarm.Name);
        var told = new Dictionary<string, object?>
        {
            ["AlarmName"] = alarm.Name,
            ["AlarmArn"] = alarm.Arn,
            ["AlarmDescription"] = alarm.Description,
            ["ActionsEnabled"] = alarm.ActionsEnabled,
            ["AlarmActions"] = Texts(alarm, AlarmState.Alarm),
            ["OKActions"] = Texts(alarm, AlarmState.Ok),
            ["InsufficientDataActions"] = Texts(alarm, AlarmState.Insufficient),
            ["StateValue"] = state.Value,
            ["StateReason"] = state.Reason,
            ["StateUpdatedTimestamp"] = state.Since,
        };
        if (alarm.Rule is { } rule)
        {
            told["AlarmRule"] = rule.Text;
            return told;
        }

        told["ComparisonOperator"] = alarm.Comparison;
        told["Threshold"] = alarm.Threshold;
        told["EvaluationPeriods"] = (long)alarm.EvaluationPeriods;
        told["DatapointsToAlarm"] = (long)alarm.DatapointsToAlarm;
        told["TreatMissingData"] = alarm.MissingData;
        if (alarm.Queries is [{ Metric: { } metric } only])
        {
            foreach (var (name, value) in (Dictionary<string, object?>)CloudWatchOperations.Tell(metric)!)
            {
                told[name] = value;
            }

            told["Period"] = (long)only.Period.TotalSeconds;
            told[only.Statistic[0] is 'p' or 'P' ? "ExtendedStatistic" : "Statistic"] = only.Statistic;
        }
        else
        {
            told["Metrics"] = alarm.Queries.Select(query => (object?)Tell(query)).ToList();
        }

        return told;
    }

    internal static Dictionary<string, object?> Tell(MetricQuery query) => new()
    {
        ["Id"] = query.Id,
        ["Expression"] = query.Expression,
        ["Label"] = query.Label,
        ["ReturnData"] = query.ReturnsData,
        ["MetricStat"] = query.Metric is null ? null : new Dictionary<string, object?>
        {
            ["Metric"] = CloudWatchOperations.Tell(query.Metric), ["Period"] = (long)query.Period.TotalSeconds, ["Stat"] = query.Statistic,
        },
    };

    private static List<object?> Texts(AlarmDefinition alarm, string state) => [.. alarm.Actions.GetValueOrDefault(state) ?? []];
}
