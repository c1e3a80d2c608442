using System.Globalization;
using System.Text.Json.Nodes;

namespace Shardwise.Local;

/// <summary>How a change of an alarm's state is told: as an event of EventBridge, and as a message of SNS.</summary>
internal static class AlarmNotices
{
    public static JsonObject Event(AlarmDefinition alarm, AlarmState before, AlarmState now, string region, string account)
    {
        var configuration = new JsonObject
        {
            ["metrics"] = new JsonArray([.. alarm.Queries.Select(query => new JsonObject
            {
                ["id"] = query.Id,
                ["expression"] = query.Expression,
                ["metricStat"] = query.Metric is null ? null : new JsonObject
                {
                    ["metric"] = new JsonObject
                    {
                        ["namespace"] = query.Metric.Namespace,
                        ["name"] = query.Metric.Name,
                        ["dimensions"] = new JsonObject(query.Metric.Dimensions.Select(dimension =>
                            KeyValuePair.Create(dimension.Key, (JsonNode?)dimension.Value))),
                    },
                    ["period"] = (int)query.Period.TotalSeconds,
                    ["stat"] = query.Statistic,
                },
                ["returnData"] = query.ReturnsData,
            })]),
        };
        if (alarm.Description is not null)
        {
            configuration["description"] = alarm.Description;
        }

        return new JsonObject
        {
            ["version"] = "0",
            ["id"] = Guid.NewGuid().ToString(),
            ["detail-type"] = "CloudWatch Alarm State Change",
            ["source"] = "aws.cloudwatch",
            ["account"] = account,
            ["time"] = now.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["region"] = region,
            ["resources"] = new JsonArray(alarm.Arn),
            ["detail"] = new JsonObject
            {
                ["alarmName"] = alarm.Name,
                ["state"] = State(now),
                ["previousState"] = State(before),
                ["configuration"] = configuration,
            },
        };
    }

    public static JsonObject Message(AlarmDefinition alarm, AlarmState before, AlarmState now, string region, string account) => new()
    {
        ["AlarmName"] = alarm.Name,
        ["AlarmDescription"] = alarm.Description,
        ["AWSAccountId"] = account,
        ["NewStateValue"] = now.Value,
        ["NewStateReason"] = now.Reason,
        ["StateChangeTime"] = Time(now.Since),
        ["Region"] = region,
        ["AlarmArn"] = alarm.Arn,
        ["OldStateValue"] = before.Value,
        ["Trigger"] = new JsonObject
        {
            ["MetricName"] = alarm.Looked?.Metric?.Name,
            ["Namespace"] = alarm.Looked?.Metric?.Namespace,
            ["Statistic"] = alarm.Looked?.Statistic.ToUpperInvariant(),
            ["Period"] = (int)(alarm.Looked?.Period.TotalSeconds ?? 0),
            ["EvaluationPeriods"] = alarm.EvaluationPeriods,
            ["ComparisonOperator"] = alarm.Comparison,
            ["Threshold"] = alarm.Threshold,
            ["TreatMissingData"] = alarm.MissingData,
        },
    };

    private static JsonObject State(AlarmState state) => new()
    {
        ["value"] = state.Value, ["reason"] = state.Reason,
        ["timestamp"] = Time(state.Since)
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+0000";
}
