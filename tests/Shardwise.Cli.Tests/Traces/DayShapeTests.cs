using Shardwise.Cli.Traces;
using Shardwise.Scaling;
using Shardwise.Scaling.Planning;
using Shardwise.Scaling.Replay;

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

        Assert.True(shards[28] > 3 * shards[0], "a morning climb");
        Assert.True(shards[45] < shards[28] / 2, "a dip");
        Assert.True(shards[57] > 3 * shards[45], "a spike at noon");
        Assert.All(shards.Skip(65), load => Assert.True(load < 2.5, "a quiet evening"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_day_and_another_gives_another()
    {
        Assert.Equal(DayShape.Generate().Shards, DayShape.Generate().Shards);
        Assert.NotEqual(DayShape.Generate(seed: 1).Shards, DayShape.Generate(seed: 2).Shards);
    }

    // From the two shards that the reference stack's stream has, and with its bounds.
    [Theory]
    [InlineData("lean")]
    [InlineData("balanced")]
    [InlineData("safe")]
    public void The_scaler_ends_the_day_within_two_shards_of_what_its_load_needs(string setting)
    {
        var day = DayShape.Generate();
        var target = new ScalingTarget { StreamName = "demo", MinShards = 1, MaxShards = 64 };
        var result = StreamReplay.Run(
            setting, new PlanningPolicy(PlanningSetting.Find(setting)!, splits: true), day, new ReplayProfile { Target = target }, startShards: 2);

        Assert.InRange(result.Minutes[^1].Billed, 1, Math.Ceiling(day.Shards[^1]) + 2);
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
