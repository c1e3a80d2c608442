namespace Shardwise.LocalKinesis.Streams;

/// <summary>What may still pass in the current window of time. Not thread-safe: its owner's lock guards it.</summary>
internal sealed class ThroughputWindow(double capacity)
{
    private long _window;
    private double _used;

    // What is larger than a whole window's capacity would never fit: it goes into an empty window and is paid off in the next ones.
    public bool Fits(long window, double amount)
    {
        Roll(window);
        return _used + amount <= capacity || (amount > capacity && _used <= 0);
    }

    public bool IsSpent(long window)
    {
        Roll(window);
        return _used >= capacity;
    }

    public void Take(long window, double amount)
    {
        Roll(window);
        _used += amount;
    }

    /// <summary>Counts what another took in its current window as taken here.</summary>
    public void TakeOver(ThroughputWindow other)
    {
        Roll(other._window);
        other.Roll(_window);
        _used = Math.Min(capacity, _used + other._used);
    }

    private void Roll(long window)
    {
        if (window > _window)
        {
            _used = Math.Max(0, _used - (capacity * (window - _window)));
            _window = window;
        }
    }
}
