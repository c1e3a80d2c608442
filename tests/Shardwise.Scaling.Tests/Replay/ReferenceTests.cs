using Shardwise.Scaling.Replay;

namespace Shardwise.Scaling.Tests.Replay;

/// <summary>The replay gives the figures that the model's text states.</summary>
[Trait("Category", "Slow")]
public class ReferenceTests
{
    private const double ShardHoursTolerance = 0.001;
    private const double ThrottledTolerance = 0.01;

    [SharedDataTheory]
    [InlineData("worldcup98", 4_066.32, 3_543.98)]
    [InlineData("nyc_taxi", 67_338.70, 59_069.68)]
    [InlineData("syn-sine-x32", 5_956.50, 5_081.05)]
    [InlineData("syn-sawtooth", 984.87, 696.33)]
    [InlineData("elb_request_count", 19_558.23, 11_019.73)]
    public void The_clairvoyant_bounds_are_the_stated_ones(string trace, double shardHours, double freeShardHours)
    {
        Assert.Equal(shardHours, Clairvoyant.ShardHours(SharedTraces.Get(trace)), 0.01);
        Assert.Equal(freeShardHours, Clairvoyant.ShardHours(SharedTraces.Get(trace), freeSteps: 2), 0.01);
    }

    [SharedDataTheory]
    [InlineData("worldcup98", "ksu", 4_066.32 * 2.1821, 2.5195e-3)]
    [InlineData("worldcup98", "alarm-doubling", 4_066.32 * 2.7107, 5.4420e-3)]
    [InlineData("worldcup98", "step-factor", 4_066.32 * 2.2282, 1.3352e-2)]
    [InlineData("worldcup98", "daily-peak", 4_066.32 * 6.3132, 1.6627e-5)]
    [InlineData("nyc_taxi", "ksu", 67_338.70 * 1.7535, 9.6e-8)]
    [InlineData("nyc_taxi", "alarm-doubling", 67_338.70 * 2.2138, 1.94e-6)]
    [InlineData("nyc_taxi", "step-factor", 67_338.70 * 1.5824, 5.0995e-2)]
    [InlineData("nyc_taxi", "daily-peak", 67_338.70 * 2.8993, 0)]
    [InlineData("syn-sawtooth", "ksu", 984.87 * 1.5175, 0)]
    [InlineData("syn-sawtooth", "alarm-doubling", 984.87 * 2.4228, 0)]
    [InlineData("syn-sawtooth", "step-factor", 984.87 * 1.6263, 0)]
    [InlineData("syn-sawtooth", "daily-peak", 984.87 * 2.1037, 0)]
    public void The_published_scalers_do_as_stated(string name, string policy, double shardHours, double throttled)
    {
        var trace = SharedTraces.Get(name);
        var result = StreamReplay.Run(policy, PublishedPolicies.Create(policy), trace, startShards: PublishedPolicies.StartShards(policy, trace));

        Assert.Equal(shardHours, result.ShardHours, shardHours * ShardHoursTolerance);
        Assert.Equal(throttled, result.ThrottledFraction, throttled * ThrottledTolerance);
    }
}
