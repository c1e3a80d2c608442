using Shardwise.Cli.Demo;

namespace Shardwise.Cli.Tests.Demo;

public sealed class PaceCheckTests
{
    // At 60 times real time 15 minutes of the trace are 15 seconds.
    private static readonly DemoFrame Behind = Frames.At(40) with { Offered = 1_000, Accepted = 1_000, IteratorAge = TimeSpan.FromMinutes(15) };

    private static readonly DemoFrame InTime = Behind with { IteratorAge = TimeSpan.FromMinutes(1) };

    private readonly PaceCheck pace = new(60);

    [Fact]
    public void Functions_that_are_behind_for_seconds_and_do_not_fail_are_too_slow()
    {
        Note(Behind, from: 0, to: 11);

        Assert.Equal(
            "this machine does not follow 60 times real time: the functions are 15 minutes of the trace behind, which are 15 s, and none fails; "
            + "--speed 30 or fewer --records help",
            pace.Warning);
    }

    [Fact]
    public void A_warning_goes_when_they_have_caught_up_and_is_remembered()
    {
        Note(Behind, from: 0, to: 11);
        Note(InTime, from: 12, to: 12);

        Assert.Null(pace.Warning);
        Assert.True(pace.WasSlow);
    }

    [Fact]
    public void What_fails_again_and_again_is_not_slow()
    {
        for (var second = 0; second < 60; second++)
        {
            pace.Note(Behind with { Functions = [new FunctionFigures("Etl", 2 * second, second, 0)] }, TimeSpan.FromSeconds(second));
        }

        Assert.Null(pace.Warning);
        Assert.False(pace.WasSlow);
    }

    [Fact]
    public void Records_that_wait_though_nothing_is_throttled_are_a_sign_too()
    {
        var waiting = InTime with { Offered = 200_000, Accepted = 100_000, LastWhole = new LoadMinute(4, 4, 0, 8) };

        Note(waiting, from: 0, to: 11);

        Assert.StartsWith("this machine does not follow 60 times real time: 100,000 records wait to be sent, and nothing is throttled; ", pace.Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0, 0)]
    [InlineData(0.0, 1_000)]
    public void Records_that_wait_for_shards_or_become_fewer_are_none(double throttled, int fewerEachSecond)
    {
        for (var second = 0; second < 30; second++)
        {
            pace.Note(
                InTime with { Offered = 200_000, Accepted = 100_000 + (second * fewerEachSecond), LastWhole = new LoadMinute(4, 4, throttled, 8) },
                TimeSpan.FromSeconds(second));
        }

        Assert.False(pace.WasSlow);
    }

    private void Note(DemoFrame frame, int from, int to)
    {
        for (var second = from; second <= to; second++)
        {
            pace.Note(frame, TimeSpan.FromSeconds(second));
        }
    }
}
