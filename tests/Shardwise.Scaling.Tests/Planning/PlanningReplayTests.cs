using Shardwise.Scaling.Planning;
using Shardwise.Scaling.Replay;
using Shardwise.Scaling.Tests.Replay;

namespace Shardwise.Scaling.Tests.Planning;

/// <summary>What the planning policy costs and throttles on real and synthetic traffic.</summary>
public class PlanningReplayTests
{
    [SharedDataFact]
    public void Balanced_follows_bursty_days_at_four_scales()
    {
        var trace = SharedTraces.Get("worldcup98");
        var figures = new[] { 0.5, 1, 1.5, 3 }.AsParallel().Select(scale => Figures(trace.Scaled(scale), PlanningSetting.Balanced)).ToList();

        Assert.True(figures.Average(figure => figure.Cost) <= 1.75, string.Join(", ", figures));
        Assert.True(figures.Average(figure => figure.Throttled) <= 2e-4, string.Join(", ", figures));
    }

    [Theory]
    [InlineData("step-x4")]
    [InlineData("ramp-x8")]
    [InlineData("spikes")]
    [InlineData("sawtooth")]
    [InlineData("launch")]
    public void No_setting_is_ever_refused(string name)
    {
        foreach (var policy in ComparedPolicies.Names.Except(PublishedPolicies.Names))
            Assert.Equal(0, ComparedPolicies.Run(policy, SyntheticTraces.Create(name), new ReplayProfile()).Refused);
    }

    [Fact]
    public void Under_the_limits_of_2018_nothing_is_refused_either()
    {
        var profile = new ReplayProfile { Limits = ReplayProfile.Limits2018, Reshard = ReshardSpeed.Serial, Retry = RetryBehavior.Producer };
        Assert.Equal(0, ComparedPolicies.Run("balanced", SyntheticTraces.Create("ramp-x8"), profile).Refused);
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(7.3)]
    [InlineData(300)]
    public void On_flat_noise_no_way_down_is_followed_by_a_way_up_within_ten_minutes(double load)
    {
        var random = new Random(1);
        var trace = new Trace("flat", [.. Enumerable.Range(0, 2_880).Select(_ => new TraceMinute(60_000 * load * (0.95 + 0.1 * random.NextDouble()), 0))]);
        var result = ComparedPolicies.Run("balanced", trace, new ReplayProfile());

        Assert.DoesNotContain(result.Reshards.Zip(result.Reshards.Skip(1)), pair => pair.First.To < pair.First.From && pair.Second.To > pair.Second.From
            && pair.Second.Minute - pair.First.Minute <= 10);
    }

    [Fact]
    public void A_day_that_repeats_is_followed_closely()
    {
        var (cost, throttled) = Figures(SyntheticTraces.Create("sine-x32"), PlanningSetting.Balanced);

        Assert.True(cost <= 1.36, $"{cost}");
        Assert.True(throttled <= 1e-4, $"{throttled}");
    }

    [SharedDataFact]
    public void On_bursty_days_safer_settings_cost_more_and_throttle_less()
    {
        var trace = SharedTraces.Get("worldcup98");
        var figures = PlanningSetting.All.AsParallel().AsOrdered().Select(setting => Figures(trace, setting)).ToList();

        Assert.Equal(figures.Select(figure => figure.Cost).Order(), figures.Select(figure => figure.Cost));
        Assert.Equal(figures.Select(figure => figure.Throttled).OrderDescending(), figures.Select(figure => figure.Throttled));
    }

    private static (double Cost, double Throttled) Figures(Trace trace, PlanningSetting setting)
    {
        var result = StreamReplay.Run(setting.Name, new PlanningPolicy(setting), trace);
        return (result.ShardHours / Clairvoyant.ShardHours(trace), result.ThrottledFraction);
    }
}
