namespace Shardwise.Scaling.Replay.Rivals;

/// <summary>Lambda's two further tries of a failed asynchronous call, 1 and 3 minutes after it.</summary>
internal sealed class Retries
{
    private readonly List<int> _minutes = [];
    private bool _goUp;

    public void Plan(int refusedAt, bool goUp)
    {
        // A try that fails again is one of the two that were planned.
        if (_minutes.Count > 0 || refusedAt == _last)
            return;
        _goUp = goUp;
        _minutes.AddRange([refusedAt + 1, refusedAt + 3]);
    }

    private int _last = -1;

    public bool? Due(int minute)
    {
        if (!_minutes.Remove(minute))
            return null;
        _last = minute;
        return _goUp;
    }

    public void Clear()
    {
        _minutes.Clear();
        _last = -1;
    }
}
