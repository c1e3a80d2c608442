namespace Shardwise.Local;

/// <summary>
/// A clock that runs faster than the machine's: <see cref="GetUtcNow"/> is the start plus the elapsed real time times the speed, and timers fire
/// when their simulated time has passed. It can also jump ahead. Waits given this provider (<c>Task.Delay(duration, provider, token)</c>,
/// <c>PeriodicTimer</c>) are simulated too.
/// </summary>
public sealed class SpeededTimeProvider : TimeProvider
{
    private readonly TimeProvider _real;
    private readonly long _startedAt;
    private readonly DateTimeOffset _realStart;
    private readonly Lock _lock = new();
    private readonly HashSet<SpeededTimer> _timers = [];
    private long _ahead;

    /// <summary>Starts the clock now.</summary>
    /// <param name="start">The simulated instant of now.</param>
    /// <param name="speed">Simulated seconds a real second, 1 to 3,600.</param>
    /// <exception cref="ArgumentOutOfRangeException">The speed is outside 1 to 3,600.</exception>
    public SpeededTimeProvider(DateTimeOffset start, double speed)
        : this(start, speed, System)
    {
    }

    internal SpeededTimeProvider(DateTimeOffset start, double speed, TimeProvider real)
    {
        if (!(speed >= 1 && speed <= 3600))
        {
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed of the simulated clock must be from 1 to 3600.");
        }

        Start = start.ToUniversalTime();
        Speed = speed;
        _real = real;
        _realStart = real.GetUtcNow();
        _startedAt = real.GetTimestamp();
    }

    /// <summary>The simulated instant at which the clock started, in UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Simulated seconds a real second.</summary>
    public double Speed { get; }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Ticks of 100 ns of simulated time.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Start.AddTicks(GetTimestamp());

    /// <inheritdoc/>
    public override long GetTimestamp() => (long)(_real.GetElapsedTime(_startedAt).Ticks * Speed) + Interlocked.Read(ref _ahead);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new SpeededTimer(this, _real, callback, state, dueTime, period);

    /// <summary>How far the clock was advanced so far, beside what it runs by itself.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    /// <summary>Jumps ahead; timers whose time has come by it fire at once, each once.</summary>
    /// <param name="by">Simulated time, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Interlocked.Add(ref _ahead, by.Ticks);
        SpeededTimer[] timers;
        lock (_lock)
        {
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.LookAgain();
        }
    }

    /// <summary>How long a simulated duration lasts in real time; an infinite one stays infinite.</summary>
    public TimeSpan ToReal(TimeSpan simulated)
    {
        if (simulated <= TimeSpan.Zero)
        {
            return simulated;
        }

        // Rounded up to a whole millisecond, which is what timers keep.
        return TimeSpan.FromMilliseconds(Math.Ceiling(simulated.TotalMilliseconds / Speed));
    }

    /// <summary>The simulated instant of a real one.</summary>
    public DateTimeOffset ToSimulated(DateTimeOffset real) =>
        Start.AddTicks((long)((real - _realStart).Ticks * Speed) + Interlocked.Read(ref _ahead));

    /// <summary>The real instant of a simulated one.</summary>
    public DateTimeOffset ToReal(DateTimeOffset simulated) =>
        _realStart.AddTicks((long)(((simulated - Start).Ticks - Interlocked.Read(ref _ahead)) / Speed));

    // A timer is known while it waits, so that the clock can wake it when it jumps, and a timer that is forgotten is collected.
    internal void Keep(SpeededTimer timer)
    {
        lock (_lock)
        {
            _timers.Add(timer);
        }
    }

    internal void Forget(SpeededTimer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }
}
