namespace Shardwise.Producer;

/// <summary>The bound on what is held, and those who wait for room, in the order in which they came.</summary>
internal sealed class Room(long most)
{
    private readonly Queue<WaitingRecord> _waiting = new();

    public long Used { get; private set; }

    public long Peak { get; private set; }

    public bool HasWaiting
    {
        get
        {
            DropCancelled();
            return _waiting.Count > 0;
        }
    }

    /// <summary>Takes room, unless there is none or others came first.</summary>
    public bool TryTake(long cost) => !HasWaiting && TryTakeFree(cost);

    public void Give(long cost) => Used -= cost;

    public void Wait(WaitingRecord waiting) => _waiting.Enqueue(waiting);

    /// <summary>Takes room for the one who waits longest, if there is enough by now.</summary>
    public WaitingRecord? TryAdmit() =>
        HasWaiting && TryTakeFree(_waiting.Peek().Pending.Cost) ? _waiting.Dequeue() : null;

    /// <summary>Sends away all who wait.</summary>
    public IReadOnlyList<WaitingRecord> TakeWaiting()
    {
        DropCancelled();
        WaitingRecord[] all = [.. _waiting];
        _waiting.Clear();
        return all;
    }

    private bool TryTakeFree(long cost)
    {
        // What is larger than the whole bound cannot be: options see to it.
        if (Used + cost > most)
        {
            return false;
        }

        Used += cost;
        Peak = Math.Max(Peak, Used);
        return true;
    }

    private void DropCancelled()
    {
        while (_waiting.TryPeek(out WaitingRecord? first) && first.IsCancelled)
        {
            _waiting.Dequeue();
        }
    }
}
