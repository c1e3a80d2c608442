using Shardwise.Scaling.Replay;

namespace Shardwise.Scaling.Tests.Replay;

public class SyntheticTraceTests
{
    // Minutes, mean and peak as the shared traces of the same formulas have them.
    [Theory]
    [InlineData("step-x4", 2_880, 17.701, 44.89)]
    [InlineData("ramp-x8", 2_880, 11.938, 44.04)]
    [InlineData("sine-x32", 14_400, 20.630, 43.94)]
    [InlineData("spikes", 2_880, 6.797, 21.56)]
    [InlineData("sawtooth", 2_880, 13.976, 27.11)]
    [InlineData("launch", 7_200, 6.813, 31.96)]
    public void Each_has_the_length_the_mean_and_the_peak_of_its_formula(string name, int minutes, double mean, double peak)
    {
        var trace = SyntheticTraces.Create(name);

        Assert.Equal(minutes, trace.Minutes.Count);
        Assert.Equal(mean, trace.Shards.Average(), 0.01 * mean);
        Assert.Equal(peak, trace.Shards.Max(), 0.06 * peak);
        Assert.Equal(trace.Shards, SyntheticTraces.Create(name).Shards);
    }
}
