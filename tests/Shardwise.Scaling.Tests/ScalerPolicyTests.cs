using Shardwise.Scaling.Calendar;
using Shardwise.Scaling.Planning;
using Shardwise.Scaling.Replay;

namespace Shardwise.Scaling.Tests;

public sealed class ScalerPolicyTests
{
    private static readonly ScalingTarget Default = new() { StreamName = "clicks", MinShards = 2, MaxShards = 80 };

    public static TheoryData<ScalingTarget, string, PlanningSetting, bool> Targets => new()
    {
        { Default, "balanced+split", PlanningSetting.Balanced, true },
        { Default with { Setting = "safe" }, "safe+split", PlanningSetting.Safe, true },
        { Default with { UpdateShardCountOnly = true }, "balanced", PlanningSetting.Balanced, false },
        { Default with { Floors = [new ScheduledFloor { MinShards = 30, From = "08:00", Until = "09:00" }] }, "balanced+split", PlanningSetting.Balanced, true },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_target_is_held_by_its_setting_with_splits_unless_it_has_none_within_its_calendar(ScalingTarget target, string name, PlanningSetting setting, bool splits)
    {
        var trace = new Trace("sine-x32", [.. SyntheticTraces.Create("sine-x32").Minutes.Take(2 * 1_440)]);
        var profile = new ReplayProfile { Target = target };

        var held = StreamReplay.Run("held", ScalerPolicy.Of(target), trace, profile);

        Assert.Equal(name, ScalerPolicy.NameOf(target));
        Assert.Equal(StreamReplay.Run("bare", new CalendarPolicy(new PlanningPolicy(setting, splits)), trace, profile).Minutes, held.Minutes);
        Assert.Equal(splits, held.SplitsAndMerges > 0);
    }

    [Fact]
    public void Warm_throughput_is_held_by_calls_alone()
    {
        var target = Default with { WarmThroughput = true };

        Assert.Equal("balanced", ScalerPolicy.NameOf(target));
        Assert.IsType<WarmThroughputPolicy>(ScalerPolicy.Of(target));
    }

    [Fact]
    public void The_name_is_that_of_the_replay_with_the_same_policy() => Assert.All(
        PlanningSetting.All.SelectMany(setting => new[] { true, false }, (setting, isOnly) => Default with { Setting = setting.Name, UpdateShardCountOnly = isOnly }),
        target => Assert.Contains(ScalerPolicy.NameOf(target), ComparedPolicies.Names));

    [Fact]
    public void A_target_that_is_not_valid_has_no_policy()
    {
        var error = Assert.Throws<ArgumentException>(() => ScalerPolicy.Of(Default with { Setting = "best" }));

        Assert.Equal("The scaling target is not usable: setting is \"best\", allowed is lean, balanced, safe.", error.Message);
    }
}
