namespace Shardwise.Producer.Tests.Fakes;

/// <summary>The system's clock, which can be set forward.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() =>
        System.GetElapsedTime(0).Ticks + Interlocked.Read(ref _shift);

    public void GoOn(TimeSpan time) => Interlocked.Add(ref _shift, time.Ticks);
}
