using Shardwise.Benchmarks.Scaling;
using Shardwise.Scaling.Replay;

namespace Shardwise.Scaling.Tests.Replay;

/// <summary>The bound by which the aims of performance.md are judged is one.</summary>
public class ScheduleBoundTests
{
    private static readonly Trace Step = new("step", [.. Enumerable.Range(0, 200).Select(minute => new TraceMinute(60_000 * (minute < 100 ? 2 : 4), 0))]);

    [Theory]
    [InlineData(double.PositiveInfinity, 600 + (3 * 2))]
    [InlineData(1.0, 600 + (2 * 1) + 2)]
    [InlineData(5.0, 600 + (3 * 2))]
    public void A_step_costs_what_it_brings_and_the_time_of_a_call_or_of_splits_at_their_price(double stepPrice, double shardMinutes)
    {
        Assert.Equal(shardMinutes, new ScheduleBound(Step).Cheapest(stepPrice, double.PositiveInfinity), 1e-9);
    }

    [Fact]
    public void Load_that_is_cheaper_to_throttle_than_to_carry_is_throttled()
    {
        Assert.Equal(200 + (0.1 * (100 + 300)), new ScheduleBound(Step, callsADay: 0).Cheapest(double.PositiveInfinity, 0.1), 1e-9);
    }

    [Theory]
    [Trait("Category", "Replay")]
    [InlineData("ramp-x8")]
    [InlineData("sawtooth")]
    [InlineData("step-x4")]
    [InlineData("launch")]
    public void No_replay_costs_less_than_the_bound_at_the_same_prices(string name)
    {
        var trace = SyntheticTraces.Create(name);
        var results = new[] { "balanced", "balanced+split", "lean+split", "ksu", "step-factor", "static-peak" }
            .Select(policy => ComparedPolicies.Run(policy, trace, new ReplayProfile())).ToList();
        foreach (var (stepPrice, throttlePrice) in new[] { (0.5, 20.0), (10, 100), (40, 2_000) })
        {
            var bound = new ScheduleBound(trace).Cheapest(stepPrice, throttlePrice);
            Assert.All(results, result => Assert.True(
                bound <= result.ShardHours * 60 + stepPrice * result.SplitsAndMerges + throttlePrice * result.ThrottledFraction * trace.Shards.Sum(), result.Policy));
        }
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.001, 20)]
    public void Prices_never_make_more_of_a_number_than_the_cheapest_schedule_that_keeps_to_it(double throttled, double stepsADay)
    {
        var trace = new Trace("sawtooth", [.. SyntheticTraces.Create("sawtooth").Minutes.Take(960)]);
        var free = new ScheduleBound(trace).ShardHours(1_000, 0.01);
        var bound = new ScheduleBound(trace).ShardHours(stepsADay, throttled);

        Assert.InRange(bound, free, Clairvoyant.ShardHours(trace) * 1.1);
    }
}
