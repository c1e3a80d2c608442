namespace Shardwise.Producer;

/// <summary>The user records added between two flushes: a flush is done when those of every epoch before it are settled.</summary>
internal sealed class FlushEpoch
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _outstanding;

    public Task Settled => _settled.Task;

    public bool IsSealed { get; private set; }

    public void Enter() => _outstanding++;

    public void Leave()
    {
        _outstanding--;
        CompleteIfDone();
    }

    public void Seal()
    {
        IsSealed = true;
        CompleteIfDone();
    }

    private void CompleteIfDone()
    {
        if (IsSealed && _outstanding == 0)
        {
            _settled.TrySetResult();
        }
    }
}
