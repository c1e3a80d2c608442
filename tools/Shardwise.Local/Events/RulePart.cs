using System.Text.Json.Nodes;
using Shardwise.Local.Parts;
using Shardwise.Local.Patterns;
using Shardwise.Local.Schedules;
using Shardwise.Local.Template;

namespace Shardwise.Local.Events;

/// <summary>
/// The event patterns of the template's rules, the schedules of rules whose targets are no functions, and the schedules of EventBridge Scheduler.
/// </summary>
internal sealed class RulePart : IPipelinePart
{
    private readonly List<(TemplateResource Resource, EventRule Rule)> _rules = [];
    private readonly List<ScheduledTarget> _schedules = [];
    private readonly List<string> _buses = [];
    private readonly List<IAsyncDisposable> _running = [];

    /// <inheritdoc/>
    public IReadOnlyList<ResourceNote> Read(PipelinePlan plan)
    {
        var notes = new List<ResourceNote>();
        _buses.AddRange(plan.OfType("AWS::Events::EventBus").Select(bus => bus.Name));
        foreach (var resource in plan.OfType("AWS::Events::Rule"))
        {
            ReadRule(resource, plan, notes);
        }

        foreach (var resource in plan.OfType("AWS::Scheduler::Schedule"))
        {
            if (SchedulerReader.Read(resource, notes.Add) is { } schedule)
            {
                _schedules.Add(schedule);
            }
        }

        return notes;
    }

    /// <inheritdoc/>
    public Task StartAsync(PipelineContext context, CancellationToken cancellationToken)
    {
        var buses = context.Services.Events;
        _buses.ForEach(buses.AddBus);
        var byArn = _rules.Select(entry => (entry.Resource, entry.Rule.Arn)).Concat(_schedules.Select(schedule => (schedule.Resource, schedule.Arn)))
            .GroupBy(entry => entry.Arn).ToDictionary(group => group.Key, group => group.First().Resource, StringComparer.Ordinal);
        buses.Said += (arn, text) =>
        {
            if (byArn.TryGetValue(arn, out var resource))
            {
                context.Say(resource, text);
            }
        };
        _rules.ForEach(entry => buses.Put(entry.Rule));
        context.Services.Alarms.Changed += (alarm, before, now) =>
            _ = buses.TakeAsync(EventBuses.Default, AlarmNotices.Event(alarm, before, now, context.Account.Region, context.Account.Id),
                CancellationToken.None);
        foreach (var schedule in _schedules)
        {
            _running.Add(schedule.Start(context, buses));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var schedule in _running)
        {
            await schedule.DisposeAsync();
        }
    }

    private void ReadRule(TemplateResource resource, PipelinePlan plan, List<ResourceNote> notes)
    {
        var properties = resource.Properties;
        var targets = properties.List("Targets").OfType<JsonObject>()
            .Select(target => new EventTarget(target, problem => properties.Problem("Targets", problem))).ToList();
        bool isEnabled = properties.Text("State") is not { } state || state.StartsWith("ENABLED", StringComparison.Ordinal);
        if (properties.Text("ScheduleExpression") is { } expression && isEnabled && ScheduleExpression.TryParse(expression, out var schedule, out _))
        {
            // Those of functions are run with the functions.
            _schedules.AddRange(targets.Where(target => !plan.Functions.Any(function =>
                target.Arn.StartsWith(function.Arn, StringComparison.Ordinal)))
                .Select(target => new ScheduledTarget(resource, resource.Arn, target, schedule, null, "aws.events", "events.amazonaws.com")));
        }

        if (properties.Node("EventPattern") is not { } pattern)
        {
            return;
        }

        var rule = new EventRule(resource.Name, resource.Arn, EventBuses.NameIn(properties.Text("EventBusName")))
        {
            IsEnabled = isEnabled,
            PatternText = pattern.ToJsonString()
        };
        try
        {
            rule.Pattern = EventPattern.Parse(pattern);
        }
        catch (FormatException exception)
        {
            throw properties.Problem("EventPattern", $"is refused: {exception.Message}");
        }

        rule.Targets.AddRange(targets);
        _rules.Add((resource, rule));
        if (!isEnabled)
        {
            notes.Add(new ResourceNote(resource, ResourceHandling.NotRun, "it is disabled"));
        }
    }
}
