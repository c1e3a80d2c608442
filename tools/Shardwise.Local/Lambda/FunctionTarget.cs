using System.Text;
using System.Text.Json.Nodes;
using Shardwise.Local.Functions;
using Shardwise.Local.Parts;
using Shardwise.Local.Routing;
using Shardwise.Local.Schedules;
using Shardwise.Local.Targets;

namespace Shardwise.Local.Lambda;

/// <summary>
/// Functions as targets, invoked asynchronously as Lambda does it: an event that fails is tried again after one and two minutes, and given
/// up on when it
/// is too old; destinations and dead letters are told.
/// </summary>
internal sealed class FunctionTarget(PipelineContext context) : ITarget, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<Task> _pending = [];
    private readonly IReadOnlyDictionary<string, AsyncInvokeConfig> _configs = AsyncInvokeConfig.Read(context.Plan);

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
        var config = _configs.GetValueOrDefault(FunctionReader.NameIn(arn)) ?? new AsyncInvokeConfig();
        int retries = Math.Min(message.MaximumRetries, config.MaximumRetries ?? 2);
        var longest = config.MaximumAge is { } age && age < message.MaximumAge ? age : message.MaximumAge;
        try
        {
            InvocationResult? result = null;
            int attempts = 0;
            while (attempts <= retries)
            {
                await Task.Delay(TimeSpan.FromMinutes(attempts), context.Clock, _stopping.Token);
                if (context.Clock.GetUtcNow() - sent > longest)
                {
                    await GiveUpAsync(arn, message, config, result, "EventAgeExceeded", attempts, $"is more than {longest.TotalSeconds:0} s old");
                    return;
                }

                attempts++;
                result = await context.InvokeAsync(arn, message.Body, _stopping.Token);
                if (result.Succeeded)
                {
                    await TellAsync(arn, message, config.OnSuccess,
                        AsyncInvokeConfig.Record(arn, message.Body, result, "Success", attempts, context.Clock.GetUtcNow()), "Success");
                    return;
                }
            }

            await GiveUpAsync(arn, message, config, result, "RetriesExhausted", attempts, $"failed {attempts} times");
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or System.Threading.Channels.ChannelClosedException or LocalPipelineException)
        {
            // The pipeline ends.
        }
    }

    private async Task GiveUpAsync(
        string arn, TargetMessage message, AsyncInvokeConfig config, InvocationResult? result, string condition, int attempts, string why)
    {
        string fate = (config.OnFailure ?? config.DeadLetterArn) is { } destination ? $"goes to {destination}" : "is dropped";
        Say(arn, $"the event of {message.SourceArn} {why} and {fate}");
        await TellAsync(arn, message, config.OnFailure, AsyncInvokeConfig.Record(arn, message.Body, result, condition, attempts,
            context.Clock.GetUtcNow()), "Failure");
        if (config.DeadLetterArn is { } queue)
        {
            await SendAsync(arn, queue, message.Body);
        }
    }

    // A bus gets an event with the record as its detail, anything else the record.
    private Task TellAsync(string arn, TargetMessage message, string? destination, JsonObject record, string outcome)
    {
        if (destination is null)
        {
            return Task.CompletedTask;
        }

        JsonObject told = record;
        if (destination.Contains(":event-bus/", StringComparison.Ordinal))
        {
            told = ScheduledEvent.Create(Guid.NewGuid(), context.Clock.GetUtcNow(), context.Account.Region, context.Account.Id, destination);
            (told["source"], told["detail-type"], told["detail"]) = ("lambda", $"Lambda Function Invocation Result - {outcome}", record);
        }

        return SendAsync(arn, destination, Encoding.UTF8.GetBytes(told.ToJsonString()));
    }

    private async Task SendAsync(string arn, string destination, ReadOnlyMemory<byte> body)
    {
        string? role = context.Plan.Functions.FirstOrDefault(function => function.Name == FunctionReader.NameIn(arn))?.RoleArn;
        try
        {
            await context.Services.Targets.SendAsync(
                destination, new TargetMessage(body)
                {
                    Service = role is null ? null : "lambda.amazonaws.com", SourceArn = arn,
                    RoleArn = role
                }, _stopping.Token);
        }
        catch (AwsError error)
        {
            Say(arn, $"{destination} is not told: {error.Message}");
        }
    }
}
