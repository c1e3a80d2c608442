using System.Text;
using System.Text.Json.Nodes;
using Shardwise.Local.Lambda;
using Shardwise.Local.Parts;
using Shardwise.Local.Rpc;
using Shardwise.Local.Sqs;
using Shardwise.Local.Targets;
using Shardwise.Local.Template;

namespace Shardwise.Local;

/// <summary>The alarms of the template: looked at each minute, told to their actions, and a line of the log at each change.</summary>
internal sealed class AlarmPart : IPipelinePart
{
    private readonly List<(TemplateResource Resource, AlarmDefinition Alarm)> _alarms = [];
    private AlarmStore? _store;

    /// <inheritdoc/>
    public IReadOnlyList<ResourceNote> Read(PipelinePlan plan)
    {
        var notes = new List<ResourceNote>();
        foreach (var resource in plan.Resources.Where(resource => resource.Type is "AWS::CloudWatch::Alarm" or "AWS::CloudWatch::CompositeAlarm"))
        {
            try
            {
                var request = ServiceRequest.Of(JsonBody.Read(Encoding.UTF8.GetBytes(resource.Properties.All().ToJsonString())));
                _alarms.Add((resource, resource.Type == "AWS::CloudWatch::Alarm"
                    ? AlarmReader.Read(request, resource.Name, resource.Arn)
                    : AlarmReader.ReadComposite(request, resource.Name, resource.Arn)));
            }
            catch (AwsError error)
            {
                notes.Add(new ResourceNote(resource, ResourceHandling.NotRun, error.Message));
            }
        }

        return notes;
    }

    /// <inheritdoc/>
    public Task StartAsync(PipelineContext context, CancellationToken cancellationToken)
    {
        var store = context.Services.Alarms;
        var resources = _alarms.ToDictionary(entry => entry.Alarm.Name, entry => entry.Resource, StringComparer.Ordinal);
        store.Changed += (alarm, before, now) =>
        {
            if (resources.TryGetValue(alarm.Name, out var resource) && now.Value != AlarmState.Insufficient
                && !(before.Value == AlarmState.Insufficient && now.Value == AlarmState.Ok))
            {
                context.Say(resource, $"{now.Value}: {now.Reason}");
            }

            _ = TellAsync(context, alarm, before, now, text =>
            {
                if (resource is not null)
                {
                    context.Say(resource, text);
                }
            });
        };
        _store = store;
        store.Looking += new QueueMetrics(context.Services.Queues, context.Services.Metrics, context.Clock).Sample;
        foreach (var (_, alarm) in _alarms)
        {
            store.Put(alarm);
        }

        store.Start();

        return Task.CompletedTask;
    }

    /// <summary>Stops looking: who would be told is stopped next.</summary>
    public ValueTask DisposeAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task TellAsync(PipelineContext context, AlarmDefinition alarm, AlarmState before, AlarmState now, Action<string> say)
    {
        var actions = alarm.ActionsEnabled ? alarm.Actions.GetValueOrDefault(now.Value) ?? [] : [];
        foreach (string arn in actions.Where(context.Services.Targets.Takes))
        {
            JsonObject message = AlarmNotices.Message(alarm, before, now, context.Account.Region, context.Account.Id);
            try
            {
                await context.Services.Targets.SendAsync(
                    arn, new TargetMessage(Encoding.UTF8.GetBytes(message.ToJsonString())) { SourceArn = alarm.Arn }, default).ConfigureAwait(false);
            }
            catch (AwsError error)
            {
                say($"{arn} is not told of {now.Value}: {error.Message}");
            }
        }
    }
}
