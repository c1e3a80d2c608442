using Shardwise.Cli.Traces;

namespace Shardwise.Cli.Tests.Traces;

public sealed class DayShapeTests
{
    [Fact]
    public void The_day_stays_between_about_one_and_a_half_and_six_and_a_half_shards()
    {
        var shards = DayShape.Generate().Shards;

        Assert.Equal(120, shards.Count);
        Assert.InRange(shards.Min(), 1.4, 1.7);
        Assert.InRange(shards.Max(), 6, 7);
    }

    [Fact]
    public void The_day_climbs_dips_spikes_and_ends_quiet()
    {
        var shards = DayShape.Generate().Shards;

        Assert.True(shards[30] > 3 * shards[0], "a morning climb");
        Assert.True(shards[60] < shards[30] / 2, "a dip");
        Assert.True(shards[80] > 3 * shards[60], "an evening spike");
        Assert.All(shards.Skip(95), load => Assert.True(load < 2.5, "a quiet night"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_day_and_another_gives_another()
    {
        Assert.Equal(DayShape.Generate().Shards, DayShape.Generate().Shards);
        Assert.NotEqual(DayShape.Generate(seed: 1).Shards, DayShape.Generate(seed: 2).Shards);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(1440)]
    public void A_day_of_another_length_has_the_same_shape(int minutes)
    {
        var shards = DayShape.Generate(minutes).Shards;

        Assert.Equal(minutes, shards.Count);
        Assert.InRange(shards.Max(), 5.5, 7);
        Assert.InRange(shards.Min(), 1.4, 1.8);
    }
}
