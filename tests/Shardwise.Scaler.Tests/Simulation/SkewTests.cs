namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>What the repair of hot ranges is worth, against the scaler without it; <c>bench scaling --skew</c> prints the figures.</summary>
public class SkewTests
{
    // A key of the first has less than a shard, and the heaviest of the second up to one and a fifth.
    [Theory]
    [InlineData(0.8, 0.6)]
    [InlineData(1.0, 0.4)]
    public async Task Hot_ranges_are_repaired_to_a_part_of_what_is_throttled_without(double exponent, double most)
    {
        var (with, without) = (0.0, 0.0);
        foreach (var seed in (int[])[1, 2, 3])
        {
            with += (await SkewedStream.RunAsync(exponent, seed, repairs: true)).Throttled;
            without += (await SkewedStream.RunAsync(exponent, seed, repairs: false)).Throttled;
        }

        Assert.True(with / 3 >= SkewedStream.BeyondSplits(exponent));
        Assert.True(with <= most * without, $"{with / 3:P3} with the repair, {without / 3:P3} without");
    }

    [Fact]
    public async Task Keys_that_are_nearly_even_cost_no_split_more()
    {
        Assert.Equal(await SkewedStream.RunAsync(0.6, 1, repairs: false), await SkewedStream.RunAsync(0.6, 1, repairs: true));
    }
}
