namespace Shardwise.Scaler.Tests;

/// <summary>A clock whose timers are due at once, so that pauses between attempts take no time.</summary>
internal sealed class ImmediateTimers : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
}
