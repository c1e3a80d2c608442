namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>The clock of the stream whose minute is running: a pause takes no time, and moves it on by as much.</summary>
internal sealed class SimulatedClock(Func<SimulatedStream> running) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => running().Now.UtcTicks;

    public override DateTimeOffset GetUtcNow() => running().Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
            return System.CreateTimer(callback, state, dueTime, period);
        running().Elapse(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
