using Shardwise.Local.Functions;
using Shardwise.Local.Parts;
using Shardwise.Local.Routing;
using Shardwise.Local.Targets;

namespace Shardwise.Local.Lambda;

/// <summary>
/// Functions as targets, invoked asynchronously as Lambda does it: an event that fails is tried again after one and two minutes, and given up on when it
/// is too old.
/// </summary>
internal sealed class FunctionTarget(PipelineContext context) : ITarget, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<Task> _pending = [];

    /// <inheritdoc/>
    public bool Takes(string arn) => arn.Contains(":lambda:", StringComparison.Ordinal) && context.HasFunction(arn);

    /// <inheritdoc/>
    public NeededPermission Needs(string arn) => new("lambda:InvokeFunction", arn);

    /// <inheritdoc/>
    public Task SendAsync(string arn, TargetMessage message, CancellationToken cancellationToken)
    {
        var delivery = DeliverAsync(arn, message, context.Clock.GetUtcNow());
        lock (_pending)
        {
            _pending.RemoveWhere(task => task.IsCompleted);
            _pending.Add(delivery);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task[] pending;
        lock (_pending)
        {
            pending = [.. _pending];
        }

        await Task.WhenAll(pending);
        _stopping.Dispose();
    }

    private void Say(string arn, string text)
    {
        if (context.Plan.OfType("AWS::Lambda::Function").FirstOrDefault(function => FunctionReader.NameIn(arn) == function.Name) is { } resource)
        {
            context.Say(resource, text);
        }
    }

    private async Task DeliverAsync(string arn, TargetMessage message, DateTimeOffset sent)
    {
        // The sender goes on.
        await Task.Yield();
        try
        {
            for (int retry = 0; retry <= message.MaximumRetries; retry++)
            {
                await Task.Delay(TimeSpan.FromMinutes(retry), context.Clock, _stopping.Token);
                var age = context.Clock.GetUtcNow() - sent;
                if (age > message.MaximumAge)
                {
                    Say(arn, $"the event of {message.SourceArn} is {age.TotalSeconds:0} s old, more than {message.MaximumAge.TotalSeconds:0} s, and is dropped");
                    return;
                }

                if ((await context.InvokeAsync(arn, message.Body, _stopping.Token)).Succeeded)
                {
                    return;
                }
            }

            Say(arn, $"the event of {message.SourceArn} failed {message.MaximumRetries + 1} times and is dropped");
        }
        catch (Exception exception) when (exception is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
        {
        }
    }
}
