using System.Globalization;
using System.Text.Json.Nodes;
using Shardwise.Local.Schedules;
using Shardwise.Local.Template;

namespace Shardwise.Local.Events;

/// <summary>Reads the schedules of EventBridge Scheduler.</summary>
internal static class SchedulerReader
{
    /// <returns>Null for one that does not run, of which the note tells.</returns>
    /// <exception cref="LocalPipelineException">It asks for what AWS refuses.</exception>
    public static ScheduledTarget? Read(TemplateResource resource, Action<ResourceNote> note)
    {
        var properties = resource.Properties;
        if (properties.Text("State") == "DISABLED")
        {
            note(new ResourceNote(resource, ResourceHandling.NotRun, "it is disabled"));
            return null;
        }

        if (properties.Text("ScheduleExpressionTimezone") is { } zone and not "UTC")
        {
            note(new ResourceNote(resource, ResourceHandling.Runs, $"by UTC, not by {zone}"));
        }

        var target = new EventTarget(
            properties.Node("Target") as JsonObject ?? throw properties.Problem("Target", "is missing"),
                problem => properties.Problem("Target", problem));
        string text = properties.RequiredText("ScheduleExpression");
        if (text.StartsWith("at(", StringComparison.Ordinal) && text.EndsWith(')'))
        {
            return DateTimeOffset.TryParse(text[3..^1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var once)
                ? Schedule(resource, target, null, once)
                : throw properties.Problem("ScheduleExpression", $"is '{text}': allowed is at(yyyy-mm-ddThh:mm:ss)");
        }

        return ScheduleExpression.TryParse(text, out var expression, out string? problem)
            ? Schedule(resource, target, expression, null)
            : throw properties.Problem("ScheduleExpression", $"is '{text}': {problem}");
    }

    private static ScheduledTarget Schedule(TemplateResource resource, EventTarget target, ScheduleExpression? expression, DateTimeOffset? once) =>
        new(resource, resource.Arn, target, expression, once, "aws.scheduler", "scheduler.amazonaws.com");
}
