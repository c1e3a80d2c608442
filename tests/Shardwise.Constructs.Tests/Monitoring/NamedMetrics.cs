using System.Text.Json.Nodes;

namespace Shardwise.Constructs.Tests.Monitoring;

/// <summary>Every metric that a template names, in its alarms and on its dashboards.</summary>
internal static class NamedMetrics
{
    public static IEnumerable<string> In(JsonNode template)
    {
        foreach (var (_, resource) in template["Resources"]!.AsObject())
            foreach (var metric in (string?)resource!["Type"] switch
            {
                "AWS::CloudWatch::Alarm" => OfAlarm(resource["Properties"]!),
                "AWS::CloudWatch::Dashboard" => OfDashboard(resource["Properties"]!["DashboardBody"]!),
                _ => [],
            })
                yield return metric;
    }

    public static JsonArray Widgets(JsonNode body) => JsonNode.Parse(SynthesizedTemplate.Plain(body))!["widgets"]!.AsArray();

    private static IEnumerable<string> OfAlarm(JsonNode alarm) => alarm["Metrics"] is JsonArray several
        ? several.Where(metric => metric!["MetricStat"] is not null).Select(metric => Of(metric!["MetricStat"]!["Metric"]!))
            .Concat(several.Select(metric => metric!["Expression"]).OfType<JsonNode>()
                .SelectMany(expression => Queried(SynthesizedTemplate.Plain(expression))))
        : [Of(alarm)];

    private static string Of(JsonNode metric)
    {
        var dimensions = (metric["Dimensions"] as JsonArray ?? []).Select(dimension => (string)dimension!["Name"]!);
        return Line((string)metric["Namespace"]!, (string)metric["MetricName"]!, dimensions);
    }

    private static IEnumerable<string> Queried(string expression) =>
        MetricQueries.Parse(expression) is { } query ? [Line(query.Namespace, query.Name, [query.Dimension])] : [];

    private static IEnumerable<string> OfDashboard(JsonNode body) =>
        OfGraphs(body).Concat(
            from widget in Widgets(body)
            from row in widget!["properties"]!["metrics"] as JsonArray ?? []
            from part in row!.AsArray().OfType<JsonObject>()
            where part["expression"] is not null
            from queried in Queried((string)part["expression"]!)
            select queried);

    private static IEnumerable<string> OfGraphs(JsonNode body) =>
        from widget in Widgets(body)
        where (string?)widget!["type"] == "metric"
        from row in widget["properties"]!["metrics"] as JsonArray ?? []
        let parts = row!.AsArray().Where(part => part is JsonValue).Select(part => part!.ToString()).ToList()
        where parts.Count > 1
        select Line(parts[0], parts[1], parts.Skip(2).Where((_, index) => index % 2 == 0));

    private static string Line(string space, string name, IEnumerable<string> dimensions) =>
        $"{space} {name} by {string.Join(",", dimensions.Order(StringComparer.Ordinal))}";
}
