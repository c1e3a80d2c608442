namespace Shardwise.Local.Tests.Services;

public sealed class SpeededTimeProviderTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Simulated_time_is_the_start_plus_the_elapsed_time_times_the_speed()
    {
        var real = new ManualTime();
        var clock = new SpeededTimeProvider(Start, 60, real);
        var before = clock.GetTimestamp();

        real.Advance(TimeSpan.FromSeconds(2.5));

        Assert.Equal(Start.AddSeconds(150), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(150), clock.GetElapsedTime(before));
        Assert.Equal(Start.AddSeconds(150), clock.ToSimulated(real.GetUtcNow()));
        Assert.Equal(real.GetUtcNow(), clock.ToReal(Start.AddSeconds(150)));
    }

    [Fact]
    public void A_wait_is_shortened_by_the_speed_and_never_ends_early()
    {
        var clock = new SpeededTimeProvider(Start, 60, new ManualTime());

        Assert.Equal(TimeSpan.FromSeconds(1), clock.ToReal(TimeSpan.FromMinutes(1)));
        Assert.Equal(TimeSpan.FromMilliseconds(1), clock.ToReal(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(Timeout.InfiniteTimeSpan, clock.ToReal(Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public async Task A_delay_on_the_clock_ends_after_its_simulated_time()
    {
        var clock = new SpeededTimeProvider(Start, 3_600);

        await Task.Delay(TimeSpan.FromMinutes(1), clock);

        Assert.True(clock.GetUtcNow() >= Start.AddMinutes(1));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(3_601)]
    [InlineData(double.NaN)]
    public void A_speed_out_of_range_is_refused(double speed)
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new SpeededTimeProvider(Start, speed));

        Assert.StartsWith("The speed of the simulated clock must be from 1 to 3600.", refused.Message, StringComparison.Ordinal);
    }
}
