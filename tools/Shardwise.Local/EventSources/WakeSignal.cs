namespace Shardwise.Local.EventSources;

/// <summary>Ends one waiter's wait early. A call without a waiter is kept for the next; several count once.</summary>
internal sealed class WakeSignal
{
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Set() => Volatile.Read(ref _signal).TrySetResult();

    /// <summary>Waits for the signal, but no longer than a duration on a clock.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signalled = _signal.Task;
        await Task.WhenAny(signalled, Task.Delay(atMost, clock, done.Token));
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (signalled.IsCompleted)
        {
            Volatile.Write(ref _signal, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }
}
