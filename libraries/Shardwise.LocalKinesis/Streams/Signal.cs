namespace Shardwise.LocalKinesis.Streams;

/// <summary>Wakes whoever waits for something to happen; costs next to nothing while nobody does.</summary>
internal sealed class Signal
{
    private TaskCompletionSource? _waiters;

    /// <summary>The next pulse. Taken before the state is looked at, no change is missed.</summary>
    public Task Next
    {
        get
        {
            var waiters = Volatile.Read(ref _waiters);
            while (waiters is null)
            {
                var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                waiters = Interlocked.CompareExchange(ref _waiters, fresh, null) is { } other ? other : fresh;
            }

            return waiters.Task;
        }
    }

    public void Pulse()
    {
        if (Volatile.Read(ref _waiters) is not null)
        {
            Interlocked.Exchange(ref _waiters, null)?.TrySetResult();
        }
    }
}
