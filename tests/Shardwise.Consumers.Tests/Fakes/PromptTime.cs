namespace Shardwise.Consumers.Tests.Fakes;

/// <summary>The system's clock, with waits that are over at once.</summary>
internal sealed class PromptTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
}
