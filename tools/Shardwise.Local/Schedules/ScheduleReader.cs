using System.Globalization;
using System.Text.Json.Nodes;
using Shardwise.Local.Functions;
using Shardwise.Local.Template;

namespace Shardwise.Local.Schedules;

/// <summary>Reads the rules of a template that have a schedule.</summary>
/// <param name="functions">The functions that run here, by name.</param>
/// <param name="note">Hears of what does not run.</param>
internal sealed class ScheduleReader(IReadOnlyDictionary<string, FunctionDefinition> functions, Action<ResourceNote> note)
{
    public IReadOnlyList<ScheduleDefinition> Read(TemplateResource resource)
    {
        var properties = resource.Properties;
        string? reason = properties.Text("State") is { } state && !state.StartsWith("ENABLED", StringComparison.Ordinal) ? "it is disabled"
            : null;
        if (!properties.Has("ScheduleExpression") && properties.Has("EventPattern"))
        {
            // It waits for events, and not for the clock.
            return [];
        }

        string text = properties.Text("ScheduleExpression") ?? "";
        ScheduleExpression? expression = null;
        if (reason is null && !ScheduleExpression.TryParse(text, out expression, out string? problem))
        {
            throw properties.Problem("ScheduleExpression", $"is '{text}': {problem}");
        }

        if (reason is not null)
        {
            note(new ResourceNote(resource, ResourceHandling.NotRun, reason));
            return [];
        }

        var schedules = new List<ScheduleDefinition>();
        foreach (var item in properties.Node("Targets") as JsonArray ?? [])
        {
            var target = item as JsonObject ?? throw properties.Problem("Targets", $"has {item?.ToJsonString() ?? "null"}, which is no JSON object");
            string arn = TemplateResolver.Text(target["Arn"]) ?? throw properties.Problem("Targets.Arn", "is missing");
            if (!functions.TryGetValue(FunctionReader.NameIn(arn), out var function))
            {
                if (arn.Contains(":lambda:", StringComparison.Ordinal))
                {
                    note(new ResourceNote(resource, ResourceHandling.NotRun, $"its target '{arn}' is not a function that runs here"));
                }

                continue;
            }

            schedules.Add(new ScheduleDefinition
            {
                LogicalId = resource.LogicalId,
                RuleName = resource.Name,
                RuleArn = resource.Arn,
                FunctionName = function.Name,
                Expression = expression!,
                Input = TargetInput.Read(target, problem => properties.Problem("Targets", problem)),
                MaximumRetries = Math.Min(2, Number(target["RetryPolicy"]?["MaximumRetryAttempts"]) ?? 2),
                MaximumAge = TimeSpan.FromSeconds(Math.Min(21_600, Number(target["RetryPolicy"]?["MaximumEventAgeInSeconds"]) ?? 21_600)),
            });
        }

        return schedules;
    }

    private static int? Number(JsonNode? node) =>
        int.TryParse(TemplateResolver.Text(node), CultureInfo.InvariantCulture, out int value) ? value : null;
}
