namespace Shardwise.Scaler.Aws;

/// <summary>Lets calls of one kind through one at a time, no faster than a rate.</summary>
internal sealed class CallPace(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _next;

    private TimeSpan _interval;
    private TimeSpan _phase;

    /// <summary>From now on calls wait for their turn.</summary>
    /// <param name="callsASecond">The rate.</param>
    /// <param name="phase">The part of the interval by which calls are put off, 0 to 1, so that those of several processes do not fall
    /// together.</param>
    public void Keep(double callsASecond, double phase)
    {
        lock (_lock)
        {
            _interval = TimeSpan.FromSeconds(1 / callsASecond);
            _phase = phase * _interval;
        }
    }

    /// <summary>Waits for the turn of a call; not at all before a rate is kept.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (_interval == TimeSpan.Zero)
            return;
        TimeSpan wait;
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            // The grid of turns is that of the clock, so that the phases of processes that share an account keep apart.
            var late = (now.UtcTicks - _phase.Ticks) % _interval.Ticks;
            var turn = late == 0 ? now : now + _interval - TimeSpan.FromTicks(late);
            turn = turn < _next ? _next : turn;
            _next = turn + _interval;
            wait = turn - now;
        }

        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, cancellationToken);
    }
}
