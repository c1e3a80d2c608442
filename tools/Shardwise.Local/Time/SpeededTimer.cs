namespace Shardwise.Local;

/// <summary>
/// A timer on a speeded clock. The system's timers count coarse milliseconds and may fire some early, which a speeded clock would show as seconds:
/// this one fires when its simulated time has come, and its periods are counted from its start, so that they do not drift.
/// </summary>
internal sealed class SpeededTimer : ITimer
{
    private const long Never = -1;

    private readonly Lock _lock = new();
    private readonly SpeededTimeProvider _clock;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly ITimer _real;
    private long _due = Never;
    private long _period;

    public SpeededTimer(SpeededTimeProvider clock, TimeProvider real, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        (_clock, _callback, _state) = (clock, callback, state);
        _real = real.CreateTimer(timer => ((SpeededTimer)timer!).OnReal(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _due = dueTime < TimeSpan.Zero ? Never : _clock.GetTimestamp() + dueTime.Ticks;
            _period = Math.Max(0, period.Ticks);
            if (_due == Never)
            {
                _clock.Forget(this);
                return _real.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            _clock.Keep(this);
            return Arm();
        }
    }

    public void Dispose()
    {
        _clock.Forget(this);
        _real.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        _clock.Forget(this);
        return _real.DisposeAsync();
    }

    /// <summary>The clock has jumped: what is left to wait is less.</summary>
    public void LookAgain()
    {
        lock (_lock)
        {
            if (_due != Never)
            {
                Arm();
            }
        }
    }

    private bool Arm()
    {
        var left = Math.Max(0, _due - _clock.GetTimestamp());
        return _real.Change(_clock.ToReal(TimeSpan.FromTicks(left)), Timeout.InfiniteTimeSpan);
    }

    private void OnReal()
    {
        lock (_lock)
        {
            var now = _clock.GetTimestamp();
            if (_due == Never)
            {
                return;
            }

            if (now < _due)
            {
                Arm();
                return;
            }

            if (_period == 0)
            {
                _due = Never;
                _clock.Forget(this);
            }
            else
            {
                // A period that was missed is not made up for, as with the system's timers.
                _due += _period * (1 + ((now - _due) / _period));
                Arm();
            }
        }

        _callback(_state);
    }
}
