using System.Text;
using Shardwise.Local.Template;

namespace Shardwise.Local.Schedules;

/// <summary>
/// Ticks on the simulated clock and invokes a function asynchronously, as EventBridge and Lambda do it together: a tick waits while the function is
/// busy, a failed one is tried again after one and two minutes, and one that is too old is dropped.
/// </summary>
internal sealed class Schedule : IAsyncDisposable
{
    private readonly ScheduleDefinition _definition;
    private readonly LocalAccount _account;
    private readonly Func<ReadOnlyMemory<byte>, CancellationToken, Task<bool>> _invoke;
    private readonly TimeProvider _clock;
    private readonly Action<string> _say;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<Task> _pending = [];
    private Task _ticking = Task.CompletedTask;

    /// <param name="definition">The rule and its target.</param>
    /// <param name="account">What the event names.</param>
    /// <param name="invoke">Invokes the function; true where it succeeded.</param>
    /// <param name="clock">Simulated time.</param>
    /// <param name="say">Hears what became of a tick that was not delivered.</param>
    public Schedule(ScheduleDefinition definition, LocalAccount account, Func<ReadOnlyMemory<byte>, CancellationToken, Task<bool>> invoke,
        TimeProvider clock, Action<string> say)
    {
        _definition = definition;
        _account = account;
        _invoke = invoke;
        _clock = clock;
        _say = say;
    }

    public void Start() => _ticking = TickAsync(_stopping.Token);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _ticking;
        Task[] pending;
        lock (_pending)
        {
            pending = [.. _pending];
        }

        await Task.WhenAll(pending);
        _stopping.Dispose();
        _turn.Dispose();
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            var tick = _definition.Expression.Next(_clock.GetUtcNow());
            while (tick is { } due)
            {
                var wait = due - _clock.GetUtcNow();
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, _clock, cancellationToken);
                    continue;
                }

                Begin(due, cancellationToken);
                tick = _definition.Expression.Next(due);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Begin(DateTimeOffset tick, CancellationToken cancellationToken)
    {
        var delivery = DeliverAsync(tick, cancellationToken);
        lock (_pending)
        {
            _pending.RemoveWhere(task => task.IsCompleted);
            _pending.Add(delivery);
        }
    }

    private async Task DeliverAsync(DateTimeOffset tick, CancellationToken cancellationToken)
    {
        var scheduled = ScheduledEvent.Create(Guid.NewGuid(), tick, _account.Region, _account.Id, _definition.RuleArn);
        byte[] payload = Encoding.UTF8.GetBytes(_definition.Input.Apply(scheduled, _definition.RuleName, _definition.RuleArn));
        try
        {
            for (int retry = 0; retry <= _definition.MaximumRetries; retry++)
            {
                // Lambda's asynchronous retries: after one minute, then after two more.
                await Task.Delay(TimeSpan.FromMinutes(retry), _clock, cancellationToken);
                if (await TryAsync(tick, payload, cancellationToken))
                {
                    return;
                }
            }

            _say($"{_definition.LogicalId}: the tick of {tick:u} failed {_definition.MaximumRetries + 1} times and is dropped");
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>One try, when it is this rule's turn; true where the tick is done with.</summary>
    private async Task<bool> TryAsync(DateTimeOffset tick, byte[] payload, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var age = _clock.GetUtcNow() - tick;
            if (age > _definition.MaximumAge)
            {
                _say($"{_definition.LogicalId}: the tick of {tick:u} is {age.TotalSeconds:0} s old, more than "
                    + $"{_definition.MaximumAge.TotalSeconds:0} s, and is dropped");
                return true;
            }

            return await _invoke(payload, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}
