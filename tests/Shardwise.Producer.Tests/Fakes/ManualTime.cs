namespace Shardwise.Producer.Tests.Fakes;

/// <summary>A clock that goes on only when told to, and tells when someone waits for it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until a timer is due within a time, and tells in how long.</summary>
    public async Task<TimeSpan> TimerAsync(TimeSpan within)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                long? due = _timers.Min(timer => timer.Due);
                if (due <= _now + within.Ticks)
                {
                    return TimeSpan.FromTicks(due.Value - _now);
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    /// <summary>Goes on from timer to timer until a task is done; timers due later than <paramref name="within"/> are left alone.</summary>
    public async Task RunUntilAsync(Task task, TimeSpan within)
    {
        while (true)
        {
            Task<TimeSpan> timer = TimerAsync(within);
            if (await Task.WhenAny(task, timer) == task)
            {
                return;
            }

            Advance(await timer);
        }
    }

    public void Advance(TimeSpan time)
    {
        List<ManualTimer> fired;
        lock (_lock)
        {
            Interlocked.Add(ref _now, time.Ticks);
            fired = _timers.FindAll(timer => timer.Due <= _now);
            fired.ForEach(timer => timer.Due = null);
        }

        fired.ForEach(timer => timer.Fire());
    }

    private sealed class ManualTimer(ManualTime time, Action callback) : ITimer
    {
        public long? Due { get; set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime.Ticks;
                time._timers.Add(this);
                time._changed.TrySetResult();
                time._changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
