namespace Shardwise.Producer;

/// <summary>A user record for which there is no room yet; its caller keeps the bytes.</summary>
internal sealed class WaitingRecord(PendingRecord pending, UserRecordContent content)
{
    private readonly TaskCompletionSource<Task<ProducedRecord>> _buffered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PendingRecord Pending => pending;

    public UserRecordContent Content => content;

    /// <summary>Completes when the wait is over, with the task of the record itself.</summary>
    public Task<Task<ProducedRecord>> Buffered => _buffered.Task;

    public CancellationTokenRegistration Cancellation { get; set; }

    public bool IsCancelled { get; private set; }

    /// <summary>Whether the wait is over, and the token no longer heard.</summary>
    public bool IsOver { get; private set; }

    public void Cancel(CancellationToken cancellationToken)
    {
        IsCancelled = true;
        IsOver = true;
        pending.TrySetCanceled(cancellationToken);
        _buffered.TrySetCanceled(cancellationToken);
    }

    public void TellBuffered()
    {
        IsOver = true;
        // Not Dispose, which would wait for a callback that waits for the lock.
        Cancellation.Unregister();
        _buffered.TrySetResult(pending.Task);
    }
}
