using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Shardwise.Local.Parts;
using Shardwise.Local.Schedules;
using Shardwise.Local.Targets;
using Shardwise.Local.Template;

namespace Shardwise.Local.Events;

/// <summary>A target that is sent to by the clock: each time an expression says, or once.</summary>
/// <param name="Resource">The rule or schedule.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Target">Where it goes.</param>
/// <param name="Expression">When; null for once.</param>
/// <param name="Once">The one instant; null for an expression.</param>
/// <param name="Source">What events say they are from.</param>
/// <param name="Service">Who sends.</param>
internal sealed record ScheduledTarget(
    TemplateResource Resource, string Arn, EventTarget Target, ScheduleExpression? Expression, DateTimeOffset? Once, string Source, string Service)
{
    public IAsyncDisposable Start(PipelineContext context, EventBuses buses) => new Ticking(this, context, buses);

    private JsonObject Event(DateTimeOffset tick, PipelineContext context)
    {
        var occurrence = ScheduledEvent.Create(Guid.NewGuid(), tick, context.Account.Region, context.Account.Id, Arn);
        occurrence["source"] = Source;
        if (Source == "aws.scheduler")
        {
            occurrence["detail"] = "{}";
        }

        return occurrence;
    }

    private async Task SendAsync(DateTimeOffset tick, PipelineContext context, EventBuses buses, CancellationToken cancellationToken)
    {
        var message = Target.Message(Event(tick, context), Resource.Name, Arn, Service);
        await buses.SendAsync(Target, Source == "aws.scheduler" ? message with { Body = Filled(message, tick) } : message, cancellationToken);
    }

    // The keywords of EventBridge Scheduler.
    private ReadOnlyMemory<byte> Filled(TargetMessage message, DateTimeOffset tick) => Encoding.UTF8.GetBytes(message.Text
        .Replace("<aws.scheduler.schedule-arn>", Arn, StringComparison.Ordinal)
        .Replace("<aws.scheduler.scheduled-time>", tick.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            StringComparison.Ordinal)
        .Replace("<aws.scheduler.execution-id>", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("<aws.scheduler.attempt-number>", "1", StringComparison.Ordinal));

    private sealed class Ticking : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stopping = new();
        private readonly Task _ticking;

        public Ticking(ScheduledTarget schedule, PipelineContext context, EventBuses buses) =>
            _ticking = TickAsync(schedule, context, buses, _stopping.Token);

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await _ticking;
            _stopping.Dispose();
        }

        private static async Task TickAsync(ScheduledTarget schedule, PipelineContext context, EventBuses buses, CancellationToken cancellationToken)
        {
            try
            {
                var clock = context.Clock;
                var tick = schedule.Once ?? schedule.Expression!.Next(clock.GetUtcNow());
                while (tick is { } due)
                {
                    var wait = due - clock.GetUtcNow();
                    if (wait > TimeSpan.Zero)
                    {
                        await Task.Delay(wait, clock, cancellationToken);
                        continue;
                    }

                    await schedule.SendAsync(due, context, buses, cancellationToken);
                    tick = schedule.Expression?.Next(due);
                }
            }
            catch (OperationCanceledException)
            {
            }
        }
    }
}
